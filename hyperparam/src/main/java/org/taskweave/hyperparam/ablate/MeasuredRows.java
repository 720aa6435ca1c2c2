package org.taskweave.hyperparam.ablate;

import java.util.Arrays;
import java.util.Optional;
import org.taskweave.core.metric.Evaluator;

/**
 * Predictions of one task on the measured split.
 *
 * @param labels as in {@link Evaluator.Predictions}
 * @param users of the rows, from 0
 * @param cold of a next-item task: whether the item never came in training; else empty
 */
record MeasuredRows(String task, double[] labels, double[] scores, int[] users, boolean[] cold) {

  static MeasuredRows of(String task, Evaluator.Predictions predictions, boolean[] cold) {
    return new MeasuredRows(
        task,
        predictions.labels(),
        predictions.scores(),
        predictions.unitOfRow().orElseThrow(),
        cold);
  }

  Evaluator.Predictions predictions() {
    return new Evaluator.Predictions(labels, scores, Optional.empty(), Optional.of(users));
  }

  boolean anyCold() {
    for (int i = 0; i < cold.length; i++) {
      if (cold[i] && !Double.isNaN(labels[i])) {
        return true;
      }
    }
    return false;
  }

  /** Those of cold items alone. */
  Evaluator.Predictions ofColdItems() {
    double[] kept = labels.clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = cold[i] ? kept[i] : Double.NaN;
    }
    return new Evaluator.Predictions(kept, scores, Optional.empty(), Optional.of(users));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeasuredRows that
        && task.equals(that.task)
        && Arrays.equals(labels, that.labels)
        && Arrays.equals(scores, that.scores)
        && Arrays.equals(users, that.users)
        && Arrays.equals(cold, that.cold);
  }

  @Override
  public int hashCode() {
    return 31 * task.hashCode() + Arrays.hashCode(scores);
  }
}
