package org.taskweave.benchmarks.impressions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/**
 * The simplest rule: how often the shown item had the outcome in training, (yes + {@value #DAMPING}
 * means) / (shown + {@value #DAMPING}).
 */
final class ItemRate {

  private static final int DAMPING = 20;

  private final Map<String, double[]> byItem = new HashMap<>();
  private final double mean;

  ItemRate(List<Example> training, Recipe recipe, String task) {
    int column = recipe.tasks().stream().map(TaskSpec::name).toList().indexOf(task);
    double yes = 0;
    double known = 0;
    for (Example example : training) {
      if (example.labels().get(column) instanceof LabelValue.Quantity label) {
        double[] tally = byItem.computeIfAbsent(item(example), id -> new double[2]);
        tally[0] += label.value();
        tally[1]++;
        yes += label.value();
        known++;
      }
    }
    this.mean = yes / known;
  }

  private static String item(Example example) {
    return example.target().map(BehaviorEvent::item).orElseThrow();
  }

  double of(Example example) {
    double[] tally = byItem.getOrDefault(item(example), new double[2]);
    return (tally[0] + DAMPING * mean) / (tally[1] + DAMPING);
  }
}
