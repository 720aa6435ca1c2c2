package org.taskweave.benchmarks.conflict;

import java.util.List;

/** What comparisons of balancing have in common: two tasks, the second one's loss the larger. */
final class UnequalTasks {

  /** Of the labels; losses differ by 10. */
  static final double[] UNITS = {1, Math.sqrt(10)};

  static final List<String> MEASURES =
      List.of("worst task", "mean of both tasks", "first task", "second task");

  private UnequalTasks() {}

  /**
   * The measures.
   *
   * @param values of each task [2], in a unit in which they can be compared
   */
  static double[] measures(double[] values) {
    return new double[] {
      Math.max(values[0], values[1]), (values[0] + values[1]) / 2, values[0], values[1]
    };
  }
}
