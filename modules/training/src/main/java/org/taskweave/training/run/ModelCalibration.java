package org.taskweave.training.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.Reliability;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Split;
import org.taskweave.nn.model.MultiTaskModel;

/** Calibrates the tasks of a trained model that ask for it, by the dev split alone. */
final class ModelCalibration {

  private final PreparedExamples examples;
  private final MultiTaskModel model;
  private final List<TaskSpec> tasks;

  ModelCalibration(PreparedExamples examples, MultiTaskModel model) {
    this.examples = examples;
    this.model = model;
    this.tasks =
        examples.preprocessing().tasks().stream()
            .filter(task -> task.calibration().isPresent())
            .toList();
  }

  /**
   * Known labels and their probabilities.
   *
   * @param scores [n, width]
   */
  private record Known(double[] labels, double[] scores, int width) {
    static Known of(Evaluator.Predictions all, int width) {
      int[] rows =
          IntStream.range(0, all.labels().length)
              .filter(i -> !Double.isNaN(all.labels()[i]))
              .toArray();
      double[] scores = new double[rows.length * width];
      for (int r = 0; r < rows.length; r++) {
        System.arraycopy(all.scores(), rows[r] * width, scores, r * width, width);
      }
      return new Known(
          Arrays.stream(rows).mapToDouble(i -> all.labels()[i]).toArray(), scores, width);
    }

    Reliability reliability() {
      return Reliability.of(labels, scores, width);
    }
  }

  /** Fits every calibration that a task asks for, and sets them in the model. */
  void fit() {
    if (tasks.isEmpty()) {
      return;
    }
    Map<String, Calibration> fitted = new LinkedHashMap<>();
    Map<String, Evaluator.Predictions> scored = scored(model::uncalibrated, Split.DEV);
    for (TaskSpec task : tasks) {
      Known dev = known(scored, task);
      if (dev.labels().length == 0) {
        throw new InvalidInputException(
            "tasks."
                + task.name()
                + ".calibration: no label of the dev split is known to fit it on. Check the dev"
                + " cuts, or remove it.");
      }
      fitted.put(
          task.name(),
          task.calibration().orElseThrow().fit(dev.labels(), dev.scores(), dev.width()));
    }
    model.calibrate(fitted);
  }

  /** How the calibrated tasks were and are on a split; nothing for one without examples. */
  List<CalibrationReport> measure(Split split) {
    List<CalibrationReport> reports = new ArrayList<>();
    if (!tasks.isEmpty() && !examples.split(split).encoded().isEmpty()) {
      Map<String, Evaluator.Predictions> before = scored(model::uncalibrated, split);
      Map<String, Evaluator.Predictions> after = scored(model, split);
      for (TaskSpec task : tasks) {
        reports.add(
            new CalibrationReport(
                task.name(),
                model.calibrations().get(task.name()).summary(),
                split,
                known(before, task).reliability(),
                known(after, task).reliability()));
      }
    }
    return reports;
  }

  private Map<String, Evaluator.Predictions> scored(BatchScorer engine, Split split) {
    return examples.evaluator(0).predictions(engine, examples.split(split));
  }

  private static Known known(Map<String, Evaluator.Predictions> scored, TaskSpec task) {
    return Known.of(scored.get(task.name()), task.outputWidth());
  }
}
