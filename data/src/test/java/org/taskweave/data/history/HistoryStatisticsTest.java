package org.taskweave.data.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.taskweave.data.TestEvents.event;
import static org.taskweave.data.TestEvents.inBasket;
import static org.taskweave.data.TestEvents.millis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.HistoryStatistic.Aggregate;
import org.taskweave.core.task.HistoryStatistic.Aggregated;
import org.taskweave.core.task.HistoryStatistic.Count;
import org.taskweave.core.task.HistoryStatistic.DaysSince;
import org.taskweave.core.task.HistoryStatistic.Decayed;
import org.taskweave.core.task.HistoryStatistic.FrequencyRecency;
import org.taskweave.core.task.HistoryStatistic.LastClass;
import org.taskweave.core.task.HistoryStatistic.MeanGapDays;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.core.task.HistoryStatistic.Which;
import org.taskweave.data.event.BehaviorEvent;

/** A cut at day 10. Baskets start at days 1 (A), 4.5 (alone), 7 (B) and 9 (alone). */
class HistoryStatisticsTest {

  private static final List<BehaviorEvent> HISTORY =
      List.of(
          inBasket(1, "buy", "A", "value", 2.0, "city", "Rome"),
          inBasket(1.25, "buy", "A", "value", 3.0),
          event(4.5, "view", null, "city", "Oslo"),
          inBasket(7, "buy", "B", "value", -10.0, "city", "Rome"),
          event(9, "return", null, "value", 5.0));

  private static final Optional<String> ANY = Optional.empty();
  private static final Optional<String> BUY = Optional.of("buy");
  private static final Optional<String> GIFT = Optional.of("gift");
  private static final OptionalDouble ALWAYS = OptionalDouble.empty();

  private static double value(HistoryStatistic statistic) {
    return HistoryStatistics.value(statistic, HISTORY, millis(10));
  }

  private static void assertValue(double expected, HistoryStatistic statistic) {
    assertEquals(expected, value(statistic), 1e-12, statistic.toString());
  }

  private static Aggregated aggregated(Optional<String> action, Aggregate aggregate, Unit per) {
    return new Aggregated("value", action, aggregate, per, ALWAYS);
  }

  @Test
  void counts() {
    assertValue(5, new Count(ANY, Unit.EVENTS, ALWAYS));
    assertValue(4, new Count(ANY, Unit.BASKETS, ALWAYS));
    assertValue(4, new Count(ANY, Unit.DAYS, ALWAYS));
    assertValue(3, new Count(BUY, Unit.EVENTS, ALWAYS));
    assertValue(2, new Count(BUY, Unit.BASKETS, ALWAYS));
    assertValue(2, new Count(BUY, Unit.DAYS, ALWAYS));
    assertValue(0, new Count(GIFT, Unit.EVENTS, ALWAYS));
  }

  @Test
  void countsWithinDaysUpToTheFirstMillisecond() {
    assertValue(2, new Count(ANY, Unit.EVENTS, OptionalDouble.of(3)));
    assertValue(1, new Count(ANY, Unit.EVENTS, OptionalDouble.of(2.999)));
    assertValue(1, new Count(BUY, Unit.BASKETS, OptionalDouble.of(3)));
    assertValue(2, new Count(BUY, Unit.BASKETS, OptionalDouble.of(8.8)));
    assertValue(3, new Count(ANY, Unit.DAYS, OptionalDouble.of(6)));
  }

  @Test
  void equalEventsAreStillTwo() {
    BehaviorEvent twice = event(3, "buy", null);
    Count events = new Count(ANY, Unit.EVENTS, ALWAYS);
    Count baskets = new Count(ANY, Unit.BASKETS, ALWAYS);
    assertEquals(2, HistoryStatistics.value(events, List.of(twice, twice), millis(4)));
    assertEquals(2, HistoryStatistics.value(baskets, List.of(twice, twice), millis(4)));
  }

  @Test
  void daysBeforeTheEpochAreWholeDaysToo() {
    List<BehaviorEvent> history = List.of(event(-0.75, "buy", null), event(-0.25, "buy", null));
    assertEquals(1, HistoryStatistics.value(new Count(ANY, Unit.DAYS, ALWAYS), history, millis(1)));
  }

  @Test
  void daysSince() {
    assertValue(1, new DaysSince(ANY, Which.LAST));
    assertValue(3, new DaysSince(BUY, Which.LAST));
    assertValue(9, new DaysSince(ANY, Which.FIRST));
    assertValue(5.5, new DaysSince(Optional.of("view"), Which.FIRST));
    assertValue(Double.NaN, new DaysSince(GIFT, Which.LAST));
  }

  @Test
  void meanGapLiesBetweenTheStartsOfBaskets() {
    assertValue(8 / 3.0, new MeanGapDays(ANY));
    assertValue(6, new MeanGapDays(BUY));
    assertValue(Double.NaN, new MeanGapDays(Optional.of("view")));
    assertValue(Double.NaN, new MeanGapDays(GIFT));
  }

  @Test
  void aggregatesEventsThatHaveTheAttribute() {
    assertValue(0, aggregated(ANY, Aggregate.SUM, Unit.EVENTS));
    assertValue(0, aggregated(ANY, Aggregate.MEAN, Unit.EVENTS));
    assertValue(-5 / 3.0, aggregated(BUY, Aggregate.MEAN, Unit.EVENTS));
    assertValue(-10, aggregated(ANY, Aggregate.MIN, Unit.EVENTS));
    assertValue(5, aggregated(ANY, Aggregate.MAX, Unit.EVENTS));
    assertValue(3, aggregated(BUY, Aggregate.MAX, Unit.EVENTS));
    assertValue(5, aggregated(ANY, Aggregate.LAST, Unit.EVENTS));
    // (4 + 9 + 100 + 25) / 4
    assertValue(Math.sqrt(34.5), aggregated(ANY, Aggregate.STANDARD_DEVIATION, Unit.EVENTS));
  }

  @Test
  void sumsPerBasketBeforeAggregating() {
    // A 5, B -10, alone 5; the view has no value and is left out.
    assertValue(0, aggregated(ANY, Aggregate.SUM, Unit.BASKETS));
    assertValue(-2.5, aggregated(BUY, Aggregate.MEAN, Unit.BASKETS));
    assertValue(5, aggregated(BUY, Aggregate.MAX, Unit.BASKETS));
    assertValue(-10, aggregated(BUY, Aggregate.LAST, Unit.BASKETS));
    assertValue(Math.sqrt(50), aggregated(ANY, Aggregate.STANDARD_DEVIATION, Unit.BASKETS));
    assertValue(5, aggregated(BUY, Aggregate.MAX, Unit.DAYS));
  }

  @Test
  void aggregatesWithinDays() {
    OptionalDouble threeDays = OptionalDouble.of(3);
    assertValue(-5, new Aggregated("value", ANY, Aggregate.SUM, Unit.EVENTS, threeDays));
    assertValue(-2.5, new Aggregated("value", ANY, Aggregate.MEAN, Unit.BASKETS, threeDays));
  }

  @Test
  void aggregatesOfNothing() {
    for (Unit unit : Unit.values()) {
      for (Aggregate aggregate : Aggregate.values()) {
        double expected = aggregate == Aggregate.SUM ? 0 : Double.NaN;
        assertValue(expected, aggregated(GIFT, aggregate, unit));
        assertValue(expected, new Aggregated("unheardOf", ANY, aggregate, unit, ALWAYS));
      }
    }
  }

  @Test
  void frequencyDiscountedByRecency() {
    assertValue(4 / 31.0, new FrequencyRecency(ANY, Unit.BASKETS, 30));
    assertValue(2 / 33.0, new FrequencyRecency(BUY, Unit.BASKETS, 30));
    assertValue(3 / 5.0, new FrequencyRecency(BUY, Unit.EVENTS, 2));
    assertValue(0, new FrequencyRecency(GIFT, Unit.BASKETS, 30));
  }

  @Test
  void decayedCountHalvesWithAge() {
    // Ages of baskets 9 and 3 days; of events 9, 8.75 and 3 days.
    assertValue(0.125 + 0.5, new Decayed(BUY, Unit.BASKETS, 3));
    assertValue(0.125 + 0.5, new Decayed(BUY, Unit.DAYS, 3));
    assertValue(0.125 + Math.pow(2, -8.75 / 3) + 0.5, new Decayed(BUY, Unit.EVENTS, 3));
    assertValue(Math.pow(2, -1 / 90.0), new Decayed(Optional.of("return"), Unit.BASKETS, 90));
    assertValue(0, new Decayed(GIFT, Unit.BASKETS, 90));
  }

  @Test
  void lastClassIsOfTheNewestEventThatHasIt() {
    assertEquals(Optional.of("Rome"), lastClass("city", ANY, List.of()));
    assertEquals(Optional.of("Oslo"), lastClass("city", Optional.of("view"), List.of()));
    assertEquals(Optional.empty(), lastClass("city", GIFT, List.of()));
    assertEquals(Optional.empty(), lastClass("unheardOf", ANY, List.of()));
  }

  @Test
  void lastClassOfANumber() {
    assertEquals(Optional.of("5"), lastClass("value", ANY, List.of()));
    assertEquals(Optional.of("5 and up"), lastClass("value", ANY, List.of(0.0, 5.0)));
    assertEquals(Optional.of("below 0"), lastClass("value", BUY, List.of(0.0, 5.0)));
  }

  private static Optional<String> lastClass(
      String attribute, Optional<String> action, List<Double> bands) {
    return HistoryStatistics.lastClass(new LastClass(attribute, action, bands), HISTORY);
  }

  @Test
  void refusesTextWhereANumberIsNeeded() {
    InvalidInputException aggregated =
        assertThrows(
            InvalidInputException.class,
            () -> value(new Aggregated("city", ANY, Aggregate.MEAN, Unit.EVENTS, ALWAYS)));
    assertEquals(
        "attribute \"city\" of user \"ann\" is \"Rome\", which is no number, so it cannot be"
            + " aggregated: use lastClass, or name a numeric column",
        aggregated.getMessage());
    InvalidInputException banded =
        assertThrows(InvalidInputException.class, () -> lastClass("city", ANY, List.of(1.0, 2.0)));
    assertEquals(
        "attribute \"city\" of user \"ann\" is \"Rome\", which is no number, so it has no band:"
            + " leave out the bands of lastClass, or name a numeric column",
        banded.getMessage());
  }

  @Test
  void refusesAClassWhereANumberIsNeeded() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> value(new LastClass("city", ANY, List.of())));
    assertEquals(
        "LastClass[attribute=city, action=Optional.empty, bands=[]] is a class, not a" + " number",
        error.getMessage());
  }
}
