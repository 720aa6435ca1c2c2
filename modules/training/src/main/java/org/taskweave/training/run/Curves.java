package org.taskweave.training.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;

/** Losses and dev metrics over epochs as PNG pictures. */
final class Curves {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;

  private Curves() {}

  /**
   * Writes "losses.png" with every task's training loss and "dev-TASK.png" with a panel for each
   * metric of the task; for balanced tasks "task-weights.png", and where their gradients were read
   * "gradient-cosines.png".
   *
   * @param dev any evaluation of the dev split, for its baselines
   */
  static void write(
      Path folder, List<RunRecord.Epoch> epochs, int bestEpoch, List<TaskEvaluation> dev) {
    try {
      Files.createDirectories(folder);
      Map<String, double[]> losses = new LinkedHashMap<>();
      for (String task : epochs.get(0).taskLosses().keySet()) {
        losses.put(
            task, epochs.stream().mapToDouble(epoch -> epoch.taskLosses().get(task)).toArray());
      }
      draw(folder.resolve("losses.png"), "training loss per task", "loss", losses);
      for (TaskEvaluation task : dev) {
        MetricPanels.write(
            folder.resolve("dev-" + task.task() + ".png"),
            series(epochs, epoch -> epoch.devMetrics().getOrDefault(task.task(), Map.of())),
            task,
            bestEpoch);
      }
      draw(
          folder.resolve("task-weights.png"),
          "mean weight of each task's gradient in the shared part",
          "weight",
          series(epochs, RunRecord.Epoch::taskWeights));
      draw(
          folder.resolve("gradient-cosines.png"),
          "mean cosine between the tasks' gradients (below 0: conflict)",
          "cosine",
          series(epochs, RunRecord.Epoch::gradientCosines));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the curves to " + folder, e);
    }
  }

  /** Values by name over the epochs; NaN where an epoch has none. */
  private static Map<String, double[]> series(
      List<RunRecord.Epoch> epochs, Function<RunRecord.Epoch, Map<String, Double>> values) {
    Map<String, double[]> series = new LinkedHashMap<>();
    for (RunRecord.Epoch first : epochs) {
      for (String name : values.apply(first).keySet()) {
        series.computeIfAbsent(
            name,
            key ->
                epochs.stream()
                    .mapToDouble(epoch -> values.apply(epoch).getOrDefault(key, Double.NaN))
                    .toArray());
      }
    }
    return series;
  }

  private static void draw(Path file, String title, String yAxis, Map<String, double[]> series)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yAxis)
            .build();
    chart.getStyler().setXAxisDecimalPattern("0");
    series.forEach(
        (name, values) -> {
          double[] epochs = new double[values.length];
          for (int i = 0; i < epochs.length; i++) {
            epochs[i] = i + 1;
          }
          if (java.util.Arrays.stream(values).allMatch(Double::isFinite)) {
            chart.addSeries(name, epochs, values);
          }
        });
    if (!chart.getSeriesMap().isEmpty()) {
      AtomicFiles.write(
          file,
          part -> {
            try (OutputStream out = Files.newOutputStream(part)) {
              BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
            }
          });
    }
  }
}
