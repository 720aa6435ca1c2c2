package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

class ColdItemsTest {

  private static final TaskSpec NEXT =
      new NextItemTask(
          "next",
          new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
          1,
          HeadSpec.LINEAR,
          List.of(),
          ItemLoss.FULL_SOFTMAX,
          1,
          1,
          0,
          SeenItems.KEEP);

  /** 200 users with ten of a hundred items each. */
  private static List<Example> examples(double share) {
    Random random = new Random(2);
    List<BehaviorEvent> log = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      for (int i = 0; i < 10; i++) {
        log.add(
            new BehaviorEvent(
                "u" + user,
                "i" + random.nextInt(100),
                "view",
                1000L * i,
                Optional.empty(),
                Optional.empty(),
                Map.of()));
      }
    }
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            30,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            1,
            share,
            Optional.empty(),
            Optional.empty());
    return new ExampleBuilder(recipe, List.of(NEXT), false, 7)
        .build(BehaviorSequences.of(log, 7, Optional.empty()));
  }

  private static String item(Example example) {
    return ((LabelValue.NextItem) example.labels().get(0)).item();
  }

  @Test
  void coldItemsAreInTestTargetsAlone() {
    Set<String> known = new HashSet<>();
    Set<String> test = new HashSet<>();
    int tests = 0;
    int coldTests = 0;
    for (Example example : examples(.2)) {
      example.history().forEach(event -> known.add(event.item()));
      if (example.split() == Split.TEST) {
        tests++;
        test.add(item(example));
      } else {
        known.add(item(example));
      }
    }
    for (Example example : examples(.2)) {
      coldTests += example.split() == Split.TEST && !known.contains(item(example)) ? 1 : 0;
    }
    assertEquals(200, tests, "each user keeps its last event");
    assertTrue(Math.abs(known.size() - 80) <= 10, known.size() + " of 100 items are known");
    assertTrue(Math.abs(coldTests - 40) <= 20, coldTests + " of 200 targets are cold");
    assertFalse(known.containsAll(test));
  }

  @Test
  void withoutAShareNothingIsLeftOut() {
    assertEquals(200 * 9, examples(0).size());
  }
}
