package org.taskweave.training.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.example.Example;

/** Weights of examples that are less the more popular their newest item is among them. */
final class PopularityDiscount {

  private PopularityDiscount() {}

  /** The newest item of each example. */
  static List<String> newestItems(List<Example> examples) {
    return examples.stream()
        .map(example -> example.history().get(example.history().size() - 1).item())
        .toList();
  }

  /** count(item)^-exponent of each example, scaled to a mean of 1. */
  static double[] of(List<String> items, double exponent) {
    Map<String, Integer> counts = new HashMap<>();
    items.forEach(item -> counts.merge(item, 1, Integer::sum));
    double[] weights = new double[items.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.pow(counts.get(items.get(i)), -exponent);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= weights.length / sum;
    }
    return weights;
  }
}
