package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** Cuts after day 5 (train), 10 (dev) and 15 (test); ann looks at a new item every other day. */
class EveryPositionTest {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;

  private static TaskSpec next(Optional<String> action, double days) {
    return new NextItemTask(
        "next",
        new LabelRule.NextItem(action, OptionalDouble.of(days)),
        1,
        HEAD,
        List.of(),
        ItemLoss.FULL_SOFTMAX,
        1,
        1,
        0,
        SeenItems.KEEP);
  }

  private static final TaskSpec BUYS =
      new BinaryTask(
          "buys",
          new LabelRule.Occurs("buy", OptionalDouble.empty()),
          1,
          HEAD,
          Optional.empty(),
          1);

  /** Views on days 1, 3, 5, ..., but what happens on day 9 is a purchase. */
  private static BehaviorSequences log() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int day = 1; day < 20; day += 2) {
      events.add(
          new BehaviorEvent(
              "ann",
              "i" + day,
              day == 9 ? "buy" : "view",
              day * 86_400_000L,
              Optional.empty(),
              Optional.empty(),
              Map.of()));
    }
    return BehaviorSequences.of(events, 1, Optional.empty());
  }

  private static Instant day(int day) {
    return Instant.ofEpochMilli(day * 86_400_000L + 1);
  }

  private static List<Example> training(TaskSpec... tasks) {
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            4,
            Optional.of(
                new ExamplesRecipe.Cuts(List.of(day(5)), List.of(day(10)), List.of(day(15)))),
            false,
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.empty());
    return new ExampleBuilder(recipe, List.of(tasks), true, 7)
        .build(log()).stream().filter(e -> e.split() == Split.TRAIN).toList();
  }

  private static String labels(List<Example> examples, int task) {
    StringBuilder text = new StringBuilder();
    examples.stream()
        .sorted(java.util.Comparator.comparingInt(e -> e.history().size()))
        .forEach(
            e ->
                text.append(e.history().size())
                    .append(
                        e.labels().get(task) instanceof LabelValue.NextItem label
                            ? label.item()
                            : e.labels().get(task) instanceof LabelValue.Quantity quantity
                                ? "=" + quantity.value()
                                : "-")
                    .append(' '));
    return text.toString().strip();
  }

  @Test
  void everyEventOfTheTrainingTimeIsALabelAndNoneAfterIt() {
    List<Example> training = training(next(Optional.empty(), Double.POSITIVE_INFINITY), BUYS);
    // Day 11, 13, ... lie past the first dev cut. The cut of day 5 stands before day 7 already.
    assertEquals("1i3 2i5 3i7 4i9", labels(training, 0));
    // Only the cut knows whether ann buys within 4 days.
    assertEquals("1- 2- 3=1.0 4-", labels(training, 1));
    assertTrue(training.stream().allMatch(e -> e.cutMillis() < day(10).toEpochMilli()));
  }

  @Test
  void aLabelsHorizonEndsItBetweenCutsToo() {
    // Counted from the next event: from day 3 to day 8 nothing is bought, from day 5 to 10 it is.
    assertEquals("1- 2i9 3i9 4i9", labels(training(next(Optional.of("buy"), 5)), 0));
    assertEquals(
        "1i9 2i9 3i9 4i9", labels(training(next(Optional.of("buy"), Double.POSITIVE_INFINITY)), 0));
  }

  @Test
  void lastOutLabelsAreTheTargetsInTheirOrder() {
    ExamplesRecipe lastOut =
        new ExamplesRecipe(
            30,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.empty());
    List<Example> all =
        new ExampleBuilder(lastOut, List.of(next(Optional.empty(), Double.POSITIVE_INFINITY)))
            .build(log());
    assertEquals(
        "1i3 2i5 3i7 4i9 5i11 6i13 7i15",
        labels(all.stream().filter(e -> e.split() == Split.TRAIN).toList(), 0));
    assertEquals("8i17", labels(all.stream().filter(e -> e.split() == Split.DEV).toList(), 0));
    assertEquals("9i19", labels(all.stream().filter(e -> e.split() == Split.TEST).toList(), 0));
  }
}
