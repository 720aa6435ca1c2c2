package org.taskweave.hyperparam.trial;

/** Takes a training's measurements as they happen. */
@FunctionalInterface
public interface EpochReporter {

  /**
   * Records an epoch.
   *
   * @return whether to train on; false: the trial is pruned, and its function should return
   */
  boolean report(Measurement measurement);
}
