package org.taskweave.data.rule;

import java.util.Arrays;

/**
 * Sums up what the items of a window say for the others, each item once.
 *
 * @param title of the weights
 */
public record WeightsRule(String title, ItemWeights weights, Window window) implements ItemRule {

  @Override
  public String name() {
    return title + ", " + window;
  }

  @Override
  public void score(ItemHistory history, double[] scores) {
    Arrays.stream(history.items(), window.start(history), history.size())
        .distinct()
        .forEach(item -> weights.addTo(scores, item));
  }
}
