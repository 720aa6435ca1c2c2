package org.taskweave.core.metric;

/** Which values of a metric are better. */
public enum Direction {
  /** 1 is perfect. */
  HIGHER_IS_BETTER,
  /** 0 is perfect. */
  LOWER_IS_BETTER;

  /**
   * Skill over a baseline: (m - b) / (1 - b) where higher is better, (b - m) / b where lower is
   * better. 1 is perfect, 0 as good as the baseline, below 0 worse; NaN where the baseline is
   * perfect already.
   */
  public double skill(double metric, double baseline) {
    double room = this == HIGHER_IS_BETTER ? 1 - baseline : baseline;
    double gain = this == HIGHER_IS_BETTER ? metric - baseline : baseline - metric;
    return room == 0 ? Double.NaN : gain / room;
  }

  /** Is the first value the better one? False when either is NaN. */
  public boolean isBetter(double value, double than) {
    return this == HIGHER_IS_BETTER ? value > than : value < than;
  }
}
