package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.CountTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TimeToEventTask;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.feature.LabelScale;

/** The cut of the test split is day 10; the log ends with the newest event. */
class CountAndTimeLabelsTest {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final LabelValue MISSING = new LabelValue.Missing();

  private static BehaviorEvent event(
      String user, double day, String action, String basket, double amount) {
    return new BehaviorEvent(
        user,
        "item",
        action,
        Math.round(day * 86_400_000),
        Optional.empty(),
        Optional.ofNullable(basket),
        Map.of("amount", amount));
  }

  private static final List<BehaviorEvent> EVENTS =
      Arrays.asList(
          event("zed", -1000, "other", null, 0),
          event("ann", 1, "buy", "b0", 1),
          event("ann", 11.5, "view", null, 1),
          event("ann", 12.5, "buy", "b1", 1),
          event("ann", 12.5, "buy", "b1", 2),
          event("ann", 18, "buy", "b2", 1.5),
          event("bob", 2, "buy", "b3", 1));

  private static LabelValue label(TaskSpec task, String user, double logEnds) {
    List<BehaviorEvent> events = new ArrayList<>(EVENTS);
    events.add(event("zed", logEnds, "other", null, 0));
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            20,
            Optional.of(
                new ExamplesRecipe.Cuts(List.of(day(-200)), List.of(day(-100)), List.of(day(10)))),
            false,
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.empty());
    return new ExampleBuilder(recipe, List.of(task))
        .build(BehaviorSequences.of(events, 1, Optional.empty())).stream()
            .filter(example -> example.user().equals(user))
            .findFirst()
            .orElseThrow()
            .labels()
            .get(0);
  }

  private static Instant day(double day) {
    return Instant.ofEpochMilli(Math.round(day * 86_400_000));
  }

  private static TaskSpec count(Unit unit, double days) {
    return new CountTask(
        "orders",
        new LabelRule.Count(Optional.of("buy"), unit, OptionalDouble.of(days)),
        1,
        HEAD,
        Optional.empty());
  }

  private static TaskSpec time(double days) {
    return new TimeToEventTask(
        "next",
        new LabelRule.TimeUntil("buy", OptionalDouble.of(days)),
        1,
        HEAD,
        Optional.empty(),
        List.of(2.0, 5.0));
  }

  @Test
  void eventsBasketsAndDaysAreCounted() {
    assertEquals(new LabelValue.Quantity(3), label(count(Unit.EVENTS, 20), "ann", 40));
    assertEquals(new LabelValue.Quantity(2), label(count(Unit.BASKETS, 20), "ann", 40));
    assertEquals(new LabelValue.Quantity(2), label(count(Unit.EVENTS, 5), "ann", 40));
    assertEquals(new LabelValue.Quantity(0), label(count(Unit.EVENTS, 20), "bob", 40));
  }

  @Test
  void aCountIsMissingWhereTheLogEndsBeforeTheHorizon() {
    assertEquals(MISSING, label(count(Unit.EVENTS, 20), "ann", 20));
    assertEquals(MISSING, label(count(Unit.EVENTS, 20), "bob", 20));
  }

  @Test
  void timeIsSeenOrCensoredNeverNegative() {
    assertEquals(new LabelValue.Duration(2.5, true), label(time(20), "ann", 40));
    // Seen, though the log ends before the horizon.
    assertEquals(new LabelValue.Duration(2.5, true), label(time(20), "ann", 19));
    // Not seen in the whole horizon, or until a millisecond after the log's last event.
    assertEquals(new LabelValue.Duration(20, false), label(time(20), "bob", 40));
    LabelValue.Duration lost = (LabelValue.Duration) label(time(20), "bob", 19);
    assertEquals(9, lost.days(), 1e-6);
    assertEquals(false, lost.seen());
  }

  @Test
  void aTimeIsDaysAndWhetherItWasSeen() {
    ClassIndex none = new ClassIndex(List.of(), name -> {});
    assertArrayEquals(new double[] {2.5, 1}, new LabelValue.Duration(2.5, true).numbers(none));
    assertArrayEquals(new double[] {9, 0}, new LabelValue.Duration(9, false).numbers(none));
    assertEquals(9, LabelScale.NONE.standardise(9));
  }

  @Test
  void aFractionIsNoCount() {
    TaskSpec summed =
        new CountTask(
            "orders",
            new LabelRule.Value(
                "amount",
                Optional.of("buy"),
                LabelRule.Aggregate.SUM,
                LabelRule.Span.HORIZON,
                false,
                OptionalDouble.of(20)),
            1,
            HEAD,
            Optional.empty());
    String message =
        assertThrows(InvalidInputException.class, () -> label(summed, "ann", 40)).getMessage();
    assertTrue(message.contains("a count is a whole number of at least 0"), message);
    assertTrue(message.contains("\"4.5\""), message);
  }
}
