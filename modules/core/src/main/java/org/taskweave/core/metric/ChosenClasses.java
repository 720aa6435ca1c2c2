package org.taskweave.core.metric;

import java.util.function.ToDoubleBiFunction;

/**
 * Rows with their true class and the most probable one, of equal ones the first.
 *
 * @param actual [n]
 * @param chosen [n]
 */
record ChosenClasses(int[] actual, int[] chosen) {

  /**
   * Those of labels and probabilities.
   *
   * @param labels [n] class indices
   * @param scores [n,C]
   * @param classes C
   */
  static ChosenClasses of(double[] labels, double[] scores, int classes) {
    int rows = Rows.count(labels, 1, scores, classes);
    int[] actual = new int[rows];
    int[] chosen = new int[rows];
    for (int i = 0; i < rows; i++) {
      actual[i] = Rows.classIndex(labels[i], classes);
      chosen[i] = Rows.highest(scores, i, classes);
    }
    return new ChosenClasses(actual, chosen);
  }

  /** A metric of these rows, by how often each counts. */
  Metric.Prepared measured(ToDoubleBiFunction<ChosenClasses, int[]> measure) {
    return Metric.Prepared.of(actual.length, counts -> measure.applyAsDouble(this, counts));
  }
}
