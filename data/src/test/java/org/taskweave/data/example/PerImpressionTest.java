package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** Times in seconds; dev begins at 10,000, test at 20,000, the log ends at 30,000. */
class PerImpressionTest {

  private static final LabelValue YES = new LabelValue.Quantity(1);
  private static final LabelValue NO = new LabelValue.Quantity(0);
  private static final LabelValue MISSING = new LabelValue.Missing();

  private static BehaviorEvent event(String user, String item, String action, long second) {
    return new BehaviorEvent(
        user,
        item,
        action,
        second * 1000,
        Optional.empty(),
        Optional.empty(),
        action.equals("show") ? Map.of("place", (double) second) : Map.of());
  }

  private static final List<BehaviorEvent> LOG =
      List.of(
          event("ann", "old", "click", 10),
          // A page of two, of which b is clicked at once and bought later.
          event("ann", "a", "show", 100),
          event("ann", "b", "show", 100),
          event("ann", "b", "click", 130),
          event("ann", "b", "buy", 5000),
          // Clicked too late; the history has the first click.
          event("ann", "a", "show", 6000),
          event("ann", "a", "click", 6060),
          // Its minute ends in the dev split.
          event("ann", "c", "show", 9950),
          event("ann", "c", "click", 9960),
          event("ann", "d", "show", 10_000),
          event("ann", "e", "show", 25_000),
          event("ann", "e", "click", 25_059),
          // Bob did nothing before.
          event("bob", "a", "show", 300),
          event("zed", "a", "other", 30_000));

  private static TaskSpec followed(String action, double seconds) {
    return new BinaryTask(
        action, new LabelRule.Followed(action, seconds), 1, HeadSpec.LINEAR, Optional.empty(), 1);
  }

  /** Of the impression itself, which the horizon does not matter to. */
  private static TaskSpec place() {
    return new RegressionTask(
        "place",
        new LabelRule.Value(
            "place",
            Optional.of("show"),
            LabelRule.Aggregate.NEXT,
            LabelRule.Span.NEXT_BASKET,
            false,
            OptionalDouble.empty()),
        1,
        HeadSpec.LINEAR,
        Optional.empty());
  }

  private static List<Example> examples() {
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            30,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.of(
                new ExamplesRecipe.PerImpression(
                    "show",
                    List.of("click", "buy"),
                    Instant.ofEpochSecond(10_000),
                    Optional.of(Instant.ofEpochSecond(20_000)))));
    return new ExampleBuilder(
            recipe, List.of(followed("click", 60), followed("buy", 5000), place()))
        .build(BehaviorSequences.of(LOG, 1, Optional.empty()));
  }

  private static Example of(String item, int second) {
    return examples().stream()
        .filter(
            e -> e.target().orElseThrow().item().equals(item) && e.cutMillis() == second * 1000L)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyImpressionWithAHistoryIsAnExampleInTheSplitOfItsTime() {
    List<Example> examples = examples();
    assertEquals(
        List.of(Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.DEV, Split.TEST),
        examples.stream().map(Example::split).toList());
    assertEquals(List.of("ann"), examples.stream().map(Example::user).distinct().toList());
  }

  @Test
  void labelsTellWhatFollowedForThatItem() {
    assertEquals(List.of(NO, NO), of("a", 100).labels().subList(0, 2));
    assertEquals(List.of(YES, YES), of("b", 100).labels().subList(0, 2));
    // Clicked when the minute was just over.
    assertEquals(NO, of("a", 6000).labels().get(0));
    assertEquals(YES, of("e", 25_000).labels().get(0));
  }

  @Test
  void aHorizonPastTheSplitOrTheLogIsMissingWhateverHappened() {
    // The click at 9,960 is seen, a click at 10,005 would not be.
    assertEquals(List.of(MISSING, MISSING), of("c", 9950).labels().subList(0, 2));
    assertEquals(List.of(NO, NO), of("d", 10_000).labels().subList(0, 2));
    assertEquals(MISSING, of("a", 6000).labels().get(1));
    assertEquals(NO, of("e", 25_000).labels().get(1));
  }

  @Test
  void aLabelOfTheImpressionItselfIsAlwaysKnown() {
    assertEquals(new LabelValue.Quantity(100), of("b", 100).labels().get(2));
    assertEquals(new LabelValue.Quantity(9950), of("c", 9950).labels().get(2));
  }

  @Test
  void theHistoryIsWhatWasDoneBeforeAndAPageSharesIt() {
    assertEquals(List.of(LOG.get(0)), of("a", 100).history());
    assertEquals(List.of(LOG.get(0), LOG.get(3), LOG.get(4)), of("a", 6000).history());
    List<Example> page = examples().stream().filter(e -> e.cutMillis() == 100_000).toList();
    assertEquals(2, page.size());
    assertSame(page.get(0).history(), page.get(1).history());
  }
}
