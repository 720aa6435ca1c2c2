package org.taskweave.onnx.export;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.onnx.score.OnnxScorer;

/** Compares engines on batches. */
final class ParityCheck {

  private final List<TaskSpec> tasks;
  private final ParityExamples examples;

  ParityCheck(List<TaskSpec> tasks, ParityExamples examples) {
    this.tasks = List.copyOf(tasks);
    this.examples = examples;
  }

  ParityReport measure(BatchScorer model, BatchScorer file, Precision precision, double tolerance) {
    double[] absolute = new double[tasks.size()];
    double[] relative = new double[tasks.size()];
    List<ParityReport.Shape> shapes = new ArrayList<>();
    for (SequenceInput batch : examples.batches()) {
      shapes.add(new ParityReport.Shape(batch.batchSize(), batch.length(), paddedRows(batch)));
      List<TaskScores> expected = model.score(batch);
      List<TaskScores> actual = file.score(batch);
      for (int k = 0; k < absolute.length; k++) {
        float[] rowMask = tasks.get(k).perToken() ? batch.mask() : null;
        compare(expected.get(k), actual.get(k), rowMask, k, absolute, relative);
      }
    }
    List<ParityReport.Difference> differences = new ArrayList<>();
    for (int k = 0; k < absolute.length; k++) {
      differences.add(new ParityReport.Difference(tasks.get(k).name(), absolute[k], relative[k]));
    }
    return new ParityReport(
        precision.label(),
        examples.description(),
        shapes,
        differences,
        tolerance,
        "ONNX Runtime " + OnnxScorer.runtimeVersion());
  }

  /**
   * Takes up the largest differences of one task.
   *
   * @param rowMask 0 for rows that are padding, where a model may say anything; null if none is
   */
  private static void compare(
      TaskScores expected,
      TaskScores actual,
      float[] rowMask,
      int task,
      double[] absolute,
      double[] relative) {
    if (expected.rows() != actual.rows() || expected.width() != actual.width()) {
      absolute[task] = Double.NaN;
      relative[task] = Double.NaN;
      return;
    }
    for (int i = 0; i < expected.values().length; i++) {
      if (rowMask != null && rowMask[i / expected.width()] == 0) {
        continue;
      }
      double difference = Math.abs((double) expected.values()[i] - actual.values()[i]);
      double reference = Math.max(Math.abs(expected.values()[i]), ParityReport.SMALLEST_REFERENCE);
      // Math.max keeps NaN.
      absolute[task] = Math.max(absolute[task], difference);
      relative[task] = Math.max(relative[task], difference / reference);
    }
  }

  private static int paddedRows(SequenceInput batch) {
    int rows = 0;
    for (int row = 0; row < batch.batchSize(); row++) {
      if (batch.mask()[(row + 1) * batch.length() - 1] == 0) {
        rows++;
      }
    }
    return rows;
  }
}
