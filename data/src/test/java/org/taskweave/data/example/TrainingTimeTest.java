package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** One event a day, days 1 to 6, of the user ann; each its own basket. */
class TrainingTimeTest {

  private static final long DAY = 86_400_000;
  private static final List<String> SPLITS =
      List.of("train", "test", "train", "dev", "train", "test");

  private static final List<BehaviorEvent> EVENTS = new ArrayList<>();

  static {
    for (int day = 1; day <= SPLITS.size(); day++) {
      EVENTS.add(
          new BehaviorEvent(
              "ann",
              "mug",
              "buy",
              day * DAY,
              Optional.empty(),
              Optional.empty(),
              Map.of("split", SPLITS.get(day - 1))));
    }
  }

  private static List<Long> knownDays(ExamplesRecipe recipe) {
    TaskSpec task =
        new BinaryTask(
            "buys",
            recipe.cuts().isPresent()
                ? new LabelRule.Occurs("buy", OptionalDouble.of(1))
                : new LabelRule.Given("none"),
            1,
            HeadSpec.LINEAR,
            Optional.empty(),
            1);
    List<Example> examples =
        new ExampleBuilder(recipe, List.of(task))
            .build(BehaviorSequences.of(EVENTS, 1, Optional.empty()));
    Predicate<BehaviorEvent> known = TrainingTime.of(recipe, examples);
    return EVENTS.stream().filter(known).map(event -> event.timestampMillis() / DAY).toList();
  }

  @Test
  void withCutsItEndsBeforeDev() {
    List<Instant> train = List.of(Instant.ofEpochMilli(2 * DAY));
    List<Instant> dev = List.of(Instant.ofEpochMilli(4 * DAY), Instant.ofEpochMilli(5 * DAY));
    List<Instant> test = List.of(Instant.ofEpochMilli(6 * DAY));
    assertEquals(
        List.of(1L, 2L, 3L),
        knownDays(
            new ExamplesRecipe(
                1,
                Optional.of(new ExamplesRecipe.Cuts(train, dev, test)),
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                Optional.empty())));
  }

  @Test
  void withLastOutItEndsBeforeTheLastTwoBaskets() {
    assertEquals(
        List.of(1L, 2L, 3L, 4L),
        knownDays(
            new ExamplesRecipe(
                30,
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                Optional.empty())));
  }

  @Test
  void perEventItIsTheTrainingEvents() {
    assertEquals(
        List.of(1L, 3L, 5L),
        knownDays(
            new ExamplesRecipe(
                30,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                Optional.of(new ExamplesRecipe.PerEvent("split", 0)),
                Optional.empty())));
  }

  @Test
  void aUserInTheTestSplitTellsNothing() {
    assertEquals(
        List.of(),
        knownDays(
            new ExamplesRecipe(
                30,
                Optional.empty(),
                false,
                Optional.of("split"),
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                Optional.empty())));
  }

  @Test
  void perImpressionItEndsBeforeDev() {
    assertEquals(
        List.of(1L, 2L, 3L),
        knownDays(
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
                        "buy", List.of(), Instant.ofEpochMilli(4 * DAY), Optional.empty())))));
  }
}
