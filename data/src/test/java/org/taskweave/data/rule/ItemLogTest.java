package org.taskweave.data.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

class ItemLogTest {

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
              SeenItems.KEEP)
          .withClasses(List.of("a", "b", "c", "d"));

  private static BehaviorEvent event(String item, long time, String basket) {
    return new BehaviorEvent(
        "ann", item, "buy", time, Optional.empty(), Optional.of(basket), Map.of());
  }

  private static Example example(List<BehaviorEvent> history, BehaviorEvent... label) {
    return new Example(
        "ann",
        label[0].timestampMillis(),
        Split.TRAIN,
        history,
        List.of(new LabelValue.NextItem(label[0].item(), List.of(label))));
  }

  @Test
  void aTargetIsOfItsOwnBasketWhateverItsTime() {
    BehaviorEvent first = event("a", 1, "one");
    ItemHistory later =
        ItemLog.of(NEXT, 0, List.of(example(List.of(first), event("b", 2, "one")))).users().get(0);
    assertArrayEquals(new int[] {0, 0}, later.baskets());
    ItemHistory another =
        ItemLog.of(NEXT, 0, List.of(example(List.of(first), event("b", 1, "two")))).users().get(0);
    assertArrayEquals(new int[] {0, 1}, another.baskets());
  }

  @Test
  void allOfTheLastTargetsBasketCounts() {
    BehaviorEvent first = event("a", 1, "one");
    BehaviorEvent second = event("b", 2, "two");
    BehaviorEvent third = event("c", 2, "two");
    Example longest = example(List.of(first), second, third);
    Example sameHistory = example(List.of(first), third, event("d", 3, "two"));
    ItemLog log = ItemLog.of(NEXT, 0, List.of(longest, sameHistory));
    assertArrayEquals(new int[] {0, 1, 2, 3}, log.users().get(0).items());
    assertArrayEquals(new int[] {0, 1, 1, 1}, log.users().get(0).baskets());
    assertArrayEquals(new int[] {1, 1, 1, 1}, log.countsSince(Long.MIN_VALUE));
    assertEquals(List.of("ann"), log.names());
  }
}
