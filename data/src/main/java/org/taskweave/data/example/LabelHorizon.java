package org.taskweave.data.example;

import java.util.OptionalDouble;
import org.taskweave.core.task.LabelRule;

/** How far after the cut a label looks. */
final class LabelHorizon {

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  private LabelHorizon() {}

  /** End of the horizon, exclusive; the cut itself for a label that looks at nothing after it. */
  static long endMillis(LabelRule rule, double horizonDays, long cutMillis) {
    OptionalDouble own = OptionalDouble.empty();
    if (rule instanceof LabelRule.Occurs occurs) {
      own = occurs.withinDays();
    } else if (rule instanceof LabelRule.Value value) {
      own = value.withinDays();
    } else if (rule instanceof LabelRule.ClassOf classOf) {
      own = classOf.withinDays();
    } else {
      return cutMillis;
    }
    return cutMillis + Math.round(own.orElse(horizonDays) * MILLIS_PER_DAY);
  }
}
