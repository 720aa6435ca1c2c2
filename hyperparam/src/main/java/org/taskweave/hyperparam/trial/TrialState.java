package org.taskweave.hyperparam.trial;

import java.util.Locale;

/** Where a trial stands. */
public enum TrialState {
  /** Under way, or killed while it was. */
  RUNNING,
  /** Ended as its training ended. */
  COMPLETE,
  /** Ended by the pruner. */
  PRUNED,
  /** Ended by an error, which is kept. */
  FAILED,
  /** Killed; run again when the study goes on. */
  INTERRUPTED;

  /** As shown and stored. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
