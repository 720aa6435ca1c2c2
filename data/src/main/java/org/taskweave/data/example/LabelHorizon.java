package org.taskweave.data.example;

import java.util.OptionalDouble;
import org.taskweave.core.task.LabelRule;

/** How far after the cut a label looks. */
final class LabelHorizon {

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  private LabelHorizon() {}

  /** End of a horizon without a limit in days. */
  static final long UNLIMITED = Long.MAX_VALUE;

  /**
   * End of the horizon, exclusive; {@link #UNLIMITED} for infinitely many days, the cut itself for
   * a label that looks at nothing after it.
   */
  static long endMillis(LabelRule rule, double horizonDays, long cutMillis) {
    OptionalDouble own = OptionalDouble.empty();
    if (rule instanceof LabelRule.Occurs occurs) {
      own = occurs.withinDays();
    } else if (rule instanceof LabelRule.Value value) {
      own = value.withinDays();
    } else if (rule instanceof LabelRule.ClassOf classOf) {
      own = classOf.withinDays();
    } else if (rule instanceof LabelRule.NextItem nextItem) {
      own = nextItem.withinDays();
    } else {
      return cutMillis;
    }
    double days = own.orElse(horizonDays);
    return Double.isInfinite(days) ? UNLIMITED : cutMillis + Math.round(days * MILLIS_PER_DAY);
  }
}
