package org.taskweave.hyperparam.prune;

import java.util.List;

/** Decides which trials end before their training does. Called by several threads at once. */
@FunctionalInterface
public interface Pruner {

  /** Ends none. */
  Pruner NONE = (trial, epoch, losses) -> true;

  /**
   * Takes note of a trial's epoch and says whether the trial goes on.
   *
   * @param trial its number
   * @param epoch from 1
   * @param losses of the trial's best epoch so far, one per objective, lower is better
   */
  boolean goesOn(int trial, int epoch, List<Double> losses);
}
