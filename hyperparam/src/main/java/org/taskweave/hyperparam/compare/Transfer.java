package org.taskweave.hyperparam.compare;

/**
 * What training together does to a task, by the gains over the model of the task alone, paired by
 * seed: it is told where the mean gain is farther from 0 than the gains' standard deviation. That
 * is a mark for the eye over a handful of seeds, not a test of significance.
 */
public enum Transfer {
  /** The mean gain is above the spread. */
  POSITIVE("helps"),
  /** The mean gain is below the negative spread. */
  NEGATIVE("negative transfer"),
  /** The mean gain lies within the spread. */
  WITHIN_SPREAD("within spread"),
  /** Fewer than two seeds, or an undefined metric. */
  UNKNOWN("unknown");

  private final String words;

  Transfer(String words) {
    this.words = words;
  }

  /** As in tables. */
  public String words() {
    return words;
  }

  static Transfer of(Spread gain) {
    if (Double.isNaN(gain.deviation()) || Double.isNaN(gain.mean())) {
      return UNKNOWN;
    }
    if (Math.abs(gain.mean()) <= gain.deviation()) {
      return WITHIN_SPREAD;
    }
    return gain.mean() > 0 ? POSITIVE : NEGATIVE;
  }
}
