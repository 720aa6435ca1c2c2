package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** The last basket of a user has two ratings, of which tasks about an item read the first. */
class YesOrNoLabelsTest {

  private static final OptionalDouble WHENEVER = OptionalDouble.of(Double.POSITIVE_INFINITY);
  private static final HeadSpec OF_ITEM = HeadSpec.ofPair(0, 0, Optional.empty());
  private static final HeadSpec OF_USER = HeadSpec.LINEAR;

  private static BehaviorEvent rating(
      String item, long day, String basket, Map<String, Object> attributes) {
    return new BehaviorEvent(
        "ann", item, "rate", day * 86_400_000, Optional.empty(), Optional.of(basket), attributes);
  }

  private static BinaryTask binary(LabelRule rule, HeadSpec head) {
    return new BinaryTask("yes", rule, 1, head, Optional.empty(), 1);
  }

  private static LabelRule atLeast(String attribute, double threshold) {
    return new LabelRule.AtLeast(attribute, threshold, Optional.of("rate"), WHENEVER);
  }

  private static LabelRule isOneOf(String... classes) {
    return new LabelRule.IsOneOf("mood", List.of(classes), Optional.of("rate"), WHENEVER);
  }

  private static LabelRule sum() {
    return new LabelRule.Value(
        "stars",
        Optional.of("rate"),
        LabelRule.Aggregate.SUM,
        LabelRule.Span.HORIZON,
        false,
        OptionalDouble.empty());
  }

  /** The label of the test example, whose target is the item a. */
  private static LabelValue label(TaskSpec task) {
    BehaviorSequences log =
        BehaviorSequences.of(
            List.of(
                rating("z", 1, "first", Map.of("stars", 1.0)),
                rating("a", 2, "last", Map.of("stars", 4.0, "mood", "love", "order", 1.0)),
                rating("b", 2, "last", Map.of("stars", 2.0, "mood", "hate", "order", 2.0))),
            1,
            Optional.of("order"));
    Example test =
        new ExampleBuilder(
                new ExamplesRecipe(
                    30,
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    0,
                    Optional.empty(),
                    Optional.empty()),
                List.of(task))
            .build(log)
            .get(0);
    assertEquals(
        task.head().readsItem() ? Optional.of("a") : Optional.empty(),
        test.target().map(BehaviorEvent::item));
    return test.labels().get(0);
  }

  private static LabelValue.Quantity number(double value) {
    return new LabelValue.Quantity(value);
  }

  @Test
  void aNumberOnTheThresholdIsYes() {
    assertEquals(number(1), label(binary(atLeast("stars", 4), OF_ITEM)));
    assertEquals(number(0), label(binary(atLeast("stars", 4.5), OF_ITEM)));
    assertEquals(number(1), label(binary(atLeast("stars", 4), OF_USER)));
    assertEquals(new LabelValue.Missing(), label(binary(atLeast("price", 4), OF_ITEM)));
  }

  @Test
  void aClassIsYesIfItIsNamed() {
    assertEquals(number(1), label(binary(isOneOf("like", "love"), OF_ITEM)));
    assertEquals(number(0), label(binary(isOneOf("hate"), OF_ITEM)));
  }

  @Test
  void aTaskAboutAnItemReadsThatItemsEventAlone() {
    assertEquals(number(4), label(new RegressionTask("sum", sum(), 1, OF_ITEM, Optional.empty())));
    assertEquals(number(6), label(new RegressionTask("sum", sum(), 1, OF_USER, Optional.empty())));
    LabelRule moods =
        new LabelRule.ClassOf("mood", Optional.of("rate"), List.of(), OptionalDouble.empty());
    assertEquals(
        new LabelValue.ClassSet(java.util.Set.of("love")),
        label(
            new MultilabelTask(
                "moods", moods, 1, OF_ITEM, Optional.empty(), List.of(), List.of())));
  }
}
