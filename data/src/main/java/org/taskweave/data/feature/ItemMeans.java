package org.taskweave.data.feature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/**
 * What a task's training labels are on average for the item that they are about: the simplest rule
 * of such a task. (sum + {@value #DAMPING} means of all) / (number + {@value #DAMPING}).
 *
 * @param all the mean of all labels
 * @param byItem means of the items that training has, by id
 */
record ItemMeans(double all, Map<String, Double> byItem) {

  static final ItemMeans NONE = new ItemMeans(0, Map.of());

  private static final int DAMPING = 20;

  ItemMeans {
    byItem = Map.copyOf(byItem);
  }

  /**
   * Learns from the known labels of a task that asks for a number about an item; nothing for other
   * tasks.
   *
   * @param index of the task
   */
  static ItemMeans fit(TaskSpec task, int index, List<Example> examples) {
    if (!asks(task)) {
      return NONE;
    }
    Map<String, double[]> tallies = new TreeMap<>();
    double sum = 0;
    double number = 0;
    for (Example example : examples) {
      if (example.labels().get(index) instanceof LabelValue.Quantity label
          && example.target().isPresent()) {
        double[] tally = tallies.computeIfAbsent(item(example), id -> new double[2]);
        tally[0] += example.weight() * label.value();
        tally[1] += example.weight();
        sum += example.weight() * label.value();
        number += example.weight();
      }
    }
    if (number == 0) {
      return NONE;
    }
    double all = sum / number;
    Map<String, Double> means = new TreeMap<>();
    tallies.forEach((id, of) -> means.put(id, (of[0] + DAMPING * all) / (of[1] + DAMPING)));
    return new ItemMeans(all, means);
  }

  private static boolean asks(TaskSpec task) {
    return task.head().readsItem() && task.labelForm().isNumber();
  }

  private static String item(Example example) {
    return example.target().map(BehaviorEvent::item).orElseThrow();
  }

  /** Whether something was learned. */
  boolean isPresent() {
    return !byItem.isEmpty();
  }

  /** The mean of an example's item; that of all where training does not know it. */
  double of(Example example) {
    return example.target().map(event -> byItem.getOrDefault(event.item(), all)).orElse(all);
  }
}
