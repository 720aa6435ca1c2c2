package org.taskweave.data.example;

import org.taskweave.core.task.LabelRule;

/** How far after the cut a label looks. */
final class LabelHorizon {

  static final double MILLIS_PER_DAY = 86_400_000.0;

  private LabelHorizon() {}

  /** End of a horizon without a limit in days. */
  static final long UNLIMITED = Long.MAX_VALUE;

  /**
   * End of the horizon, exclusive; {@link #UNLIMITED} for infinitely many days, the cut itself for
   * a label that looks at nothing after it.
   */
  static long endMillis(LabelRule rule, double horizonDays, long cutMillis) {
    if (!rule.looksAhead()) {
      return cutMillis;
    }
    double days = rule.withinDays().orElse(horizonDays);
    return Double.isInfinite(days) ? UNLIMITED : cutMillis + Math.round(days * MILLIS_PER_DAY);
  }
}
