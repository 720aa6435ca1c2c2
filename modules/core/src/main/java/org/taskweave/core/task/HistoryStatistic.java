package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A number or class computed from the events before the cut: a user feature, or the floor that a
 * task is printed beside. Statistics of no event are NaN where 0 would be a lie (means, days
 * since).
 */
public sealed interface HistoryStatistic {

  /** How many events, distinct baskets or distinct days? */
  record Count(Optional<String> action, Unit of, OptionalDouble withinDays)
      implements HistoryStatistic {}

  /** Days from the last (or first) event to the cut. */
  record DaysSince(Optional<String> action, Which which) implements HistoryStatistic {}

  /** Mean days between successive distinct baskets; NaN below two baskets. */
  record MeanGapDays(Optional<String> action) implements HistoryStatistic {}

  /**
   * An attribute aggregated over events, or first summed per basket and then aggregated over
   * baskets.
   *
   * @param log1p each term is log1p of the absolute value, with its sign, before aggregation
   */
  record Aggregated(
      String attribute,
      Optional<String> action,
      Aggregate aggregate,
      Unit per,
      boolean log1p,
      OptionalDouble withinDays)
      implements HistoryStatistic {}

  /** baskets / (offsetDays + days since the last event): frequency discounted by recency. */
  record FrequencyRecency(Optional<String> action, Unit of, double offsetDays)
      implements HistoryStatistic {}

  /** A class: the attribute of the user's newest event; a number becomes one by the bands. */
  record LastClass(String attribute, Optional<String> action, List<Double> bands)
      implements HistoryStatistic {
    public LastClass {
      bands = List.copyOf(bands);
    }
  }

  /** What is counted. */
  enum Unit {
    EVENTS,
    BASKETS,
    DAYS
  }

  /** Which end of the history. */
  enum Which {
    LAST,
    FIRST
  }

  /** How several numbers become one. */
  enum Aggregate {
    SUM,
    MEAN,
    MIN,
    MAX,
    LAST,
    STANDARD_DEVIATION
  }
}
