package org.taskweave.hyperparam.compare;

import java.util.List;

/**
 * One finished training.
 *
 * @param method its name; {@link #ALONE} for a model of one task
 * @param overrides what the method changes, as text, so that another method of the same name is not
 *     taken for it
 * @param task the task alone; empty for all together
 * @param seed of the training
 * @param scores of each task's primary metric, or of all, after the best epoch
 * @param secondsPerStep of the epochs after the first, which builds plans, if there are any
 * @param seconds of the whole training
 */
record TrainedRow(
    String method,
    String overrides,
    String task,
    long seed,
    List<Score> scores,
    int epochs,
    int bestEpoch,
    double secondsPerStep,
    double seconds) {

  static final String ALONE = "alone";

  TrainedRow {
    scores = List.copyOf(scores);
  }

  /**
   * A metric of a task on a split.
   *
   * @param split "dev" or "test"
   * @param labels that it was measured on
   * @param floor of the task's best one-line rule; NaN where it has none, as in lines of older
   *     versions
   */
  record Score(
      String split,
      String task,
      String metric,
      boolean higherIsBetter,
      double value,
      int labels,
      Double floor) {

    Score {
      floor = floor == null ? Double.valueOf(Double.NaN) : floor;
    }

    /** Whether both are one metric of one task on one split. */
    boolean isOf(Score other) {
      return split.equals(other.split) && task.equals(other.task) && metric.equals(other.metric);
    }
  }

  boolean measured(String split) {
    return scores.stream().anyMatch(score -> score.split().equals(split));
  }

  boolean isOf(String otherMethod, String otherOverrides, String otherTask, long otherSeed) {
    return method.equals(otherMethod)
        && overrides.equals(otherOverrides)
        && task.equals(otherTask)
        && seed == otherSeed;
  }
}
