package org.taskweave.hyperparam.trial;

/** What a study tries values on. Called by several threads at once if the study has workers. */
@FunctionalInterface
public interface TrialFunction {

  /**
   * Trains with the values of a trial and reports every epoch's dev measurement.
   *
   * @throws Exception anything: the trial is recorded as failed, and the study goes on; but memory
   *     that runs out stops it
   */
  TrialOutcome run(TrialRequest request, EpochReporter reporter) throws Exception;
}
