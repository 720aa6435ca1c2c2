package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * A number or class computed from the events before the cut: a user feature, or the floor that a
 * task is printed beside. Statistics of no event are NaN where 0 would be a lie (means, days
 * since).
 */
public sealed interface HistoryStatistic {

  /** Whether it is a number; otherwise it is a class. */
  default boolean isNumber() {
    return true;
  }

  /**
   * How many events, distinct baskets or distinct days?
   *
   * @param action only events of this action; all when absent
   * @param of what is counted
   * @param withinDays only the newest days before the cut; the whole history when absent
   */
  record Count(Optional<String> action, @DefaultValue("events") Unit of, OptionalDouble withinDays)
      implements HistoryStatistic {
    public Count {
      new Checks(Count.class).given("of", of).positive("withinDays", withinDays).done();
    }
  }

  /**
   * Days from the last (or first) event to the cut.
   *
   * @param action only events of this action; all when absent
   * @param which end of the history
   */
  record DaysSince(Optional<String> action, @DefaultValue("last") Which which)
      implements HistoryStatistic {
    public DaysSince {
      new Checks(DaysSince.class).given("which", which).done();
    }
  }

  /**
   * Mean days between successive distinct baskets; NaN below two baskets.
   *
   * @param action only events of this action; all when absent
   */
  record MeanGapDays(Optional<String> action) implements HistoryStatistic {}

  /**
   * An attribute aggregated over events, or first summed per basket and then aggregated over
   * baskets.
   *
   * @param attribute a numeric one
   * @param action only events of this action; all when absent
   * @param aggregate how several numbers become one
   * @param per what an attribute is summed over first
   * @param withinDays only the newest days before the cut; the whole history when absent
   */
  record Aggregated(
      String attribute,
      Optional<String> action,
      @DefaultValue("mean") Aggregate aggregate,
      @DefaultValue("events") Unit per,
      OptionalDouble withinDays)
      implements HistoryStatistic {
    public Aggregated {
      new Checks(Aggregated.class)
          .notBlank("attribute", attribute)
          .given("aggregate", aggregate)
          .given("per", per)
          .positive("withinDays", withinDays)
          .done();
    }
  }

  /**
   * baskets / (offsetDays + days since the last event): frequency discounted by recency.
   *
   * @param action only events of this action; all when absent
   * @param of what is counted
   * @param offsetDays days that are added, so that an event of today does not count for all
   */
  record FrequencyRecency(
      Optional<String> action,
      @DefaultValue("baskets") Unit of,
      @DefaultValue("30") double offsetDays)
      implements HistoryStatistic {
    public FrequencyRecency {
      new Checks(FrequencyRecency.class).given("of", of).positive("offsetDays", offsetDays).done();
    }
  }

  /**
   * Sum over events, distinct baskets or distinct days of 2^(-age / halfLifeDays), the age in days
   * from the unit's first event to the cut: a count in which the past fades.
   *
   * @param action only events of this action; all when absent
   * @param of what is counted
   * @param halfLifeDays an event of that age counts half
   */
  record Decayed(
      Optional<String> action,
      @DefaultValue("baskets") Unit of,
      @DefaultValue("90") double halfLifeDays)
      implements HistoryStatistic {
    public Decayed {
      new Checks(Decayed.class).given("of", of).positive("halfLifeDays", halfLifeDays).done();
    }
  }

  /**
   * A class: the attribute of the user's newest event; a number becomes one by the bands.
   *
   * @param attribute whose newest value it is
   * @param action only events of this action; all when absent
   * @param bands ascending edges that turn a number into a class; empty when it is a class already
   */
  record LastClass(
      String attribute, Optional<String> action, @DefaultValue("[]") List<Double> bands)
      implements HistoryStatistic {
    public LastClass {
      bands = List.copyOf(bands);
      new Checks(LastClass.class).notBlank("attribute", attribute).ascending("bands", bands).done();
    }

    @Override
    public boolean isNumber() {
      return false;
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
