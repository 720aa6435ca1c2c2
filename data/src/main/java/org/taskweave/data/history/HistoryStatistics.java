package org.taskweave.data.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.Bands;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.HistoryStatistic.Aggregate;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.data.event.BehaviorEvent;

/** Evaluates {@link HistoryStatistic}s. Histories are oldest first, every event before the cut. */
public final class HistoryStatistics {

  static final double MILLIS_PER_DAY = 86_400_000.0;

  private HistoryStatistics() {}

  /**
   * A number of a history; NaN where it is undefined.
   *
   * @throws InvalidInputException for text where a number is needed
   * @throws IllegalArgumentException for a {@link HistoryStatistic.LastClass}, which is no number
   */
  public static double value(
      HistoryStatistic statistic, List<BehaviorEvent> history, long cutMillis) {
    if (statistic instanceof HistoryStatistic.Count count) {
      return Units.of(history, count.action(), count.of(), from(count.withinDays(), cutMillis))
          .count();
    }
    if (statistic instanceof HistoryStatistic.DaysSince since) {
      return daysSince(since, history, cutMillis);
    }
    if (statistic instanceof HistoryStatistic.MeanGapDays gap) {
      Units baskets = Units.of(history, gap.action(), Unit.BASKETS, Long.MIN_VALUE);
      int count = baskets.count();
      return count < 2
          ? Double.NaN
          : (baskets.startMillis(count - 1) - baskets.startMillis(0))
              / MILLIS_PER_DAY
              / (count - 1);
    }
    if (statistic instanceof HistoryStatistic.Aggregated aggregated) {
      return aggregated(aggregated, history, cutMillis);
    }
    if (statistic instanceof HistoryStatistic.FrequencyRecency frequency) {
      Units units = Units.of(history, frequency.action(), frequency.of(), Long.MIN_VALUE);
      if (units.count() == 0) {
        return 0;
      }
      double days = (cutMillis - units.lastEventMillis()) / MILLIS_PER_DAY;
      return units.count() / (frequency.offsetDays() + days);
    }
    if (statistic instanceof HistoryStatistic.Decayed decayed) {
      Units units = Units.of(history, decayed.action(), decayed.of(), Long.MIN_VALUE);
      double sum = 0;
      for (int i = 0; i < units.count(); i++) {
        double ageDays = (cutMillis - units.startMillis(i)) / MILLIS_PER_DAY;
        sum += Math.pow(2, -ageDays / decayed.halfLifeDays());
      }
      return sum;
    }
    throw new IllegalArgumentException(statistic + " is a class, not a number");
  }

  /**
   * The class of the newest event (of the action) that has the attribute.
   *
   * @throws InvalidInputException for text where the statistic has bands
   */
  public static Optional<String> lastClass(
      HistoryStatistic.LastClass statistic, List<BehaviorEvent> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      BehaviorEvent event = history.get(i);
      Object value = event.attributes().get(statistic.attribute());
      if (value == null || !Units.hasAction(event, statistic.action())) {
        continue;
      }
      if (value instanceof Double number) {
        return Optional.of(Bands.className(number, statistic.bands()));
      }
      if (!statistic.bands().isEmpty()) {
        throw new InvalidInputException(
            "attribute \""
                + statistic.attribute()
                + "\" of user \""
                + event.user()
                + "\" is \""
                + value
                + "\", which is no number, so it has no band: leave out the bands of lastClass, or"
                + " name a numeric column");
      }
      return Optional.of((String) value);
    }
    return Optional.empty();
  }

  private static long from(OptionalDouble withinDays, long cutMillis) {
    return withinDays.isPresent()
        ? cutMillis - Math.round(withinDays.getAsDouble() * MILLIS_PER_DAY)
        : Long.MIN_VALUE;
  }

  private static double daysSince(
      HistoryStatistic.DaysSince since, List<BehaviorEvent> history, long cutMillis) {
    boolean last = since.which() == HistoryStatistic.Which.LAST;
    for (int i = 0; i < history.size(); i++) {
      BehaviorEvent event = history.get(last ? history.size() - 1 - i : i);
      if (Units.hasAction(event, since.action())) {
        return (cutMillis - event.timestampMillis()) / MILLIS_PER_DAY;
      }
    }
    return Double.NaN;
  }

  private static double aggregated(
      HistoryStatistic.Aggregated statistic, List<BehaviorEvent> history, long cutMillis) {
    double[] terms =
        Units.of(
                history,
                statistic.action(),
                statistic.per(),
                from(statistic.withinDays(), cutMillis))
            .sums(statistic.attribute());
    return aggregate(statistic.aggregate(), terms);
  }

  private static double aggregate(Aggregate aggregate, double[] terms) {
    if (terms.length == 0) {
      return aggregate == Aggregate.SUM ? 0 : Double.NaN;
    }
    double sum = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      sum += term;
      low = Math.min(low, term);
      high = Math.max(high, term);
    }
    double mean = sum / terms.length;
    return switch (aggregate) {
      case SUM -> sum;
      case MEAN -> mean;
      case MIN -> low;
      case MAX -> high;
      case LAST -> terms[terms.length - 1];
      case STANDARD_DEVIATION -> {
        double squares = 0;
        for (double term : terms) {
          squares += (term - mean) * (term - mean);
        }
        yield Math.sqrt(squares / terms.length);
      }
    };
  }
}
