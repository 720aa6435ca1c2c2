package org.taskweave.data.rule;

import java.util.EnumMap;
import java.util.Map;

/** What rules are counted from; what several of them count is counted once. Not thread-safe. */
public final class RuleCounts {

  /** A log in which fewer events share a basket has none. */
  private static final double LEAST_SHARE = .1;

  private final ItemLog log;
  private final PositiveInverse inverse;
  private final Map<Grouping, Incidence> incidences = new EnumMap<>(Grouping.class);

  /** Counts of a training split. */
  public RuleCounts(ItemLog log, PositiveInverse inverse) {
    this.log = log;
    this.inverse = inverse;
  }

  /** The log. */
  public ItemLog log() {
    return log;
  }

  PositiveInverse inverse() {
    return inverse;
  }

  /** Whether items occur together in groups that tell more than single events. */
  boolean has(Grouping grouping) {
    return grouping == Grouping.USER || log.shareInBaskets() >= LEAST_SHARE;
  }

  /** Which items are in which groups. */
  Incidence incidence(Grouping grouping) {
    return incidences.computeIfAbsent(grouping, by -> Incidence.of(by.of(log), log.items()));
  }
}
