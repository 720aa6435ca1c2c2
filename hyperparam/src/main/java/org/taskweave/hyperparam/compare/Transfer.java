package org.taskweave.hyperparam.compare;

/**
 * What training together does to a task, by the gains over the model of the task alone, paired by
 * seed: it is told where the 95 % t-interval of the mean gain leaves out 0. The seeds of one split
 * share its labels, so this is about the luck of training, not about other users: with few labels
 * nothing is said.
 */
public enum Transfer {
  /** The interval lies above 0. */
  POSITIVE("helps"),
  /** The interval lies below 0. */
  NEGATIVE("negative transfer"),
  /** The interval holds 0. */
  UNDECIDED("undecided"),
  /** Fewer than three seeds or a hundred labels, or an undefined metric. */
  UNKNOWN("unknown");

  /** Seeds below which nothing is said. */
  static final int FEWEST_SEEDS = 3;

  /** Labels below which nothing is said. */
  static final int FEWEST_LABELS = 100;

  private final String words;

  Transfer(String words) {
    this.words = words;
  }

  /** As in tables. */
  public String words() {
    return words;
  }

  static Transfer of(Spread gain, int labels) {
    double half = gain.halfInterval();
    if (gain.count() < FEWEST_SEEDS
        || labels < FEWEST_LABELS
        || Double.isNaN(half)
        || Double.isNaN(gain.mean())) {
      return UNKNOWN;
    }
    if (Math.abs(gain.mean()) <= half) {
      return UNDECIDED;
    }
    return gain.mean() > 0 ? POSITIVE : NEGATIVE;
  }
}
