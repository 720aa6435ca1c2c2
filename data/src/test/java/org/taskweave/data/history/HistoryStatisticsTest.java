package org.taskweave.data.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.HistoryStatistic.Aggregate;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.core.task.HistoryStatistic.Which;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Statistics of one hand-made history. Days are counted from the epoch; the cut is day 20.
 *
 * <pre>
 * day  0    buy  b1  amount 10
 * day  0.5  buy  b1  amount 30
 * day 10    buy  b2  amount 5
 * day 12    return   amount -5
 * day 18    buy  b3  (no amount), class "dear"
 * </pre>
 */
class HistoryStatisticsTest {

  private static final long DAY = 86_400_000L;
  private static final long CUT = 20 * DAY;
  private static final Optional<String> BUY = Optional.of("buy");
  private static final OptionalDouble EVER = OptionalDouble.empty();

  private static final List<BehaviorEvent> HISTORY =
      List.of(
          event(0, "buy", "b1", Map.of("amount", 10.0)),
          event(0.5, "buy", "b1", Map.of("amount", 30.0)),
          event(10, "buy", "b2", Map.of("amount", 5.0)),
          event(12, "return", null, Map.of("amount", -5.0)),
          event(18, "buy", "b3", Map.of("band", "dear")));

  private static BehaviorEvent event(
      double day, String action, String basket, Map<String, Object> attributes) {
    return new BehaviorEvent(
        "u",
        "i",
        action,
        Math.round(day * DAY),
        Optional.empty(),
        Optional.ofNullable(basket),
        attributes);
  }

  private static double value(HistoryStatistic statistic) {
    return HistoryStatistics.value(statistic, HISTORY, CUT);
  }

  @Test
  void counts() {
    assertEquals(4, value(new HistoryStatistic.Count(BUY, Unit.EVENTS, EVER)));
    assertEquals(3, value(new HistoryStatistic.Count(BUY, Unit.BASKETS, EVER)));
    assertEquals(3, value(new HistoryStatistic.Count(BUY, Unit.DAYS, EVER)));
    assertEquals(5, value(new HistoryStatistic.Count(Optional.empty(), Unit.EVENTS, EVER)));
    assertEquals(2, value(new HistoryStatistic.Count(BUY, Unit.EVENTS, OptionalDouble.of(10))));
    assertEquals(0, value(new HistoryStatistic.Count(Optional.of("view"), Unit.DAYS, EVER)));
  }

  @Test
  void daysSince() {
    assertEquals(2, value(new HistoryStatistic.DaysSince(BUY, Which.LAST)));
    assertEquals(20, value(new HistoryStatistic.DaysSince(BUY, Which.FIRST)));
    assertEquals(8, value(new HistoryStatistic.DaysSince(Optional.of("return"), Which.LAST)));
    assertTrue(
        Double.isNaN(value(new HistoryStatistic.DaysSince(Optional.of("view"), Which.LAST))));
  }

  @Test
  void meanGap() {
    // Baskets begin on days 0, 10 and 18.
    assertEquals(9, value(new HistoryStatistic.MeanGapDays(BUY)));
    assertTrue(Double.isNaN(value(new HistoryStatistic.MeanGapDays(Optional.of("return")))));
  }

  private static HistoryStatistic aggregated(Aggregate aggregate, Unit per, boolean log1p) {
    return new HistoryStatistic.Aggregated("amount", BUY, aggregate, per, log1p, EVER);
  }

  @Test
  void aggregates() {
    assertEquals(45, value(aggregated(Aggregate.SUM, Unit.EVENTS, false)));
    assertEquals(15, value(aggregated(Aggregate.MEAN, Unit.EVENTS, false)));
    // Baskets are worth 40 and 5; b3 has no amount.
    assertEquals(22.5, value(aggregated(Aggregate.MEAN, Unit.BASKETS, false)));
    assertEquals(40, value(aggregated(Aggregate.MAX, Unit.BASKETS, false)));
    assertEquals(5, value(aggregated(Aggregate.MIN, Unit.BASKETS, false)));
    assertEquals(5, value(aggregated(Aggregate.LAST, Unit.BASKETS, false)));
    assertEquals(17.5, value(aggregated(Aggregate.STANDARD_DEVIATION, Unit.BASKETS, false)));
    assertEquals(Math.log(23.5), value(aggregated(Aggregate.MEAN, Unit.BASKETS, true)), 1e-12);
    HistoryStatistic returned =
        new HistoryStatistic.Aggregated(
            "amount", Optional.of("return"), Aggregate.SUM, Unit.EVENTS, true, EVER);
    assertEquals(-Math.log(6), value(returned), 1e-12);
  }

  @Test
  void aggregatesOfNothing() {
    assertEquals(
        0,
        value(
            new HistoryStatistic.Aggregated(
                "amount", BUY, Aggregate.SUM, Unit.EVENTS, false, OptionalDouble.of(1))));
    assertTrue(
        Double.isNaN(
            value(
                new HistoryStatistic.Aggregated(
                    "amount", BUY, Aggregate.MEAN, Unit.EVENTS, false, OptionalDouble.of(1)))));
  }

  @Test
  void textIsNoNumber() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    value(
                        new HistoryStatistic.Aggregated(
                            "band", BUY, Aggregate.SUM, Unit.EVENTS, false, EVER)))
            .getMessage();
    assertTrue(message.contains("\"band\"") && message.contains("\"dear\""), message);
  }

  @Test
  void frequencyAndRecency() {
    assertEquals(3 / 32.0, value(new HistoryStatistic.FrequencyRecency(BUY, Unit.BASKETS, 30)));
    assertEquals(
        0, value(new HistoryStatistic.FrequencyRecency(Optional.of("view"), Unit.BASKETS, 30)));
  }

  @Test
  void decayed() {
    // Baskets are 20, 10 and 2 days old.
    assertEquals(
        Math.pow(2, -2) + Math.pow(2, -1) + Math.pow(2, -0.2),
        value(new HistoryStatistic.Decayed(BUY, Unit.BASKETS, 10)),
        1e-12);
  }

  @Test
  void lastClass() {
    assertEquals(
        Optional.of("dear"),
        HistoryStatistics.lastClass(
            new HistoryStatistic.LastClass("band", BUY, List.of()), HISTORY));
    // The newest purchase with an amount is worth 5: on the edge, so in the upper band.
    assertEquals(
        Optional.of("5 and up"),
        HistoryStatistics.lastClass(
            new HistoryStatistic.LastClass("amount", BUY, List.of(5.0)), HISTORY));
    assertEquals(
        Optional.empty(),
        HistoryStatistics.lastClass(
            new HistoryStatistic.LastClass("none", BUY, List.of()), HISTORY));
  }
}
