package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/**
 * What the training split shows of each user: the longest history of the training examples, and the
 * items that came next after it. Only events of the label's action count as what came next.
 */
final class TrainingVisits {

  private TrainingVisits() {}

  /**
   * Counts what came after what.
   *
   * @param index of the task
   * @param items ids in the order of the catalog; events of other items are left out
   */
  static ItemSteps steps(TaskSpec task, int index, List<Example> examples, List<String> items) {
    Map<String, Example> longest = new TreeMap<>();
    for (Example example : examples) {
      longest.merge(
          example.user(), example, (a, b) -> b.history().size() > a.history().size() ? b : a);
    }
    Optional<String> action = task.label().namedAction();
    List<List<ItemSteps.Visit>> sequences = new ArrayList<>();
    for (Example example : longest.values()) {
      List<ItemSteps.Visit> visits = new ArrayList<>();
      for (BehaviorEvent event : example.history()) {
        add(visits, items, event.item(), action.isEmpty() || action.get().equals(event.action()));
      }
      example.labels().get(index).items().forEach(item -> add(visits, items, item, true));
      sequences.add(visits);
    }
    return ItemSteps.of(sequences, items.size());
  }

  private static void add(
      List<ItemSteps.Visit> visits, List<String> items, String item, boolean counts) {
    int row = Collections.binarySearch(items, item);
    if (row >= 0) {
      visits.add(new ItemSteps.Visit(row, counts));
    }
  }
}
