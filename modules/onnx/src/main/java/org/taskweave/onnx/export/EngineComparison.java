package org.taskweave.onnx.export;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.CorrectedScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.example.Split;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.BundleEvaluation;
import org.taskweave.training.run.RunListener;

/**
 * A bundle's model beside an exported file: each task's metrics on the test split, size and speed.
 *
 * @param precision of the file
 * @param fileMegabytes size of the file, its second one included
 * @param singlePrecisionMegabytes size of the model's weights in single precision
 * @param timedBatch batch size and length that was timed, as in "8x64"
 * @param modelMillis median time of the model for that batch
 * @param fileMillis median time of ONNX Runtime with the file
 */
public record EngineComparison(
    String precision,
    List<Metric> metrics,
    double fileMegabytes,
    double singlePrecisionMegabytes,
    String timedBatch,
    double modelMillis,
    double fileMillis) {

  private static final int TIMED_RUNS = 15;
  private static final int WARMING_RUNS = 5;

  public EngineComparison {
    metrics = List.copyOf(metrics);
  }

  /** A task's metric with the model and with the file. */
  public record Metric(String task, String name, double model, double file) {}

  /**
   * Measures.
   *
   * @param recipe the bundle's, maybe with other files or cuts
   * @param examples the longest of their batches is timed
   */
  public static EngineComparison measure(
      ModelBundle bundle,
      Recipe recipe,
      OnnxScorer scorer,
      Path file,
      ParityExamples examples,
      Path quarantineFolder,
      RunListener listener) {
    BundleEvaluation evaluation = new BundleEvaluation(bundle);
    List<TaskEvaluation> model =
        evaluation.evaluate(recipe, bundle.model(), Split.TEST, quarantineFolder, listener);
    List<TaskEvaluation> exported =
        evaluation.evaluate(
            recipe, asModel(bundle, scorer), Split.TEST, quarantineFolder, RunListener.NONE);
    List<Metric> metrics = new ArrayList<>();
    for (int k = 0; k < model.size(); k++) {
      for (MetricResult result : model.get(k).metrics()) {
        metrics.add(
            new Metric(
                model.get(k).task(),
                result.name(),
                result.value(),
                exported.get(k).metric(result.name()).value()));
      }
    }
    SequenceInput batch = examples.longest();
    return new EngineComparison(
        scorer.metadata().precision(),
        metrics,
        (file.toFile().length() + OnnxFile.external(file).toFile().length()) / 1e6,
        bundle.model().parameterCount() * Float.BYTES / 1e6,
        batch.batchSize() + "x" + batch.length(),
        medianMillis(bundle.model(), batch),
        medianMillis(scorer, batch));
  }

  /** A file's scores are told of the odds where it is used; the split has those of its examples. */
  private static BatchScorer asModel(ModelBundle bundle, BatchScorer file) {
    Map<String, PriorCorrection> back = new LinkedHashMap<>();
    bundle.context().corrections().forEach((task, to) -> back.put(task, to.inverse()));
    return CorrectedScorer.of(file, bundle.model().tasks(), back);
  }

  private static double medianMillis(BatchScorer scorer, SequenceInput batch) {
    double[] times = new double[TIMED_RUNS];
    for (int i = -WARMING_RUNS; i < TIMED_RUNS; i++) {
      long start = System.nanoTime();
      scorer.score(batch);
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[TIMED_RUNS / 2];
  }

  /** As a table for a person. */
  public String table() {
    StringBuilder text = new StringBuilder("test split: model, " + precision + " file\n");
    for (Metric metric : metrics) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-16s %-18s %8.4f %8.4f%n",
              metric.task(),
              metric.name(),
              metric.model(),
              metric.file()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "size: weights %.1f MB, file %.1f MB; median of %d batches %s: model %.1f ms, file %.1f ms",
            singlePrecisionMegabytes,
            fileMegabytes,
            TIMED_RUNS,
            timedBatch,
            modelMillis,
            fileMillis));
    return text.toString();
  }

  /** As JSON. */
  public String json() {
    return JsonText.of(
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build(), this)
        + "\n";
  }
}
