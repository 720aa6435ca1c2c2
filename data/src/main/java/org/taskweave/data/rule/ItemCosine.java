package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;

/** Items that occur with those of the history, by {@link Cosine}. */
record ItemCosine(Grouping grouping) implements RuleFamily {

  private static final List<Integer> SHRINKAGES = List.of(0, 10);

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    List<ItemRule> rules = new ArrayList<>();
    if (counts.has(grouping)) {
      int[] popularity = counts.log().countsSince(Long.MIN_VALUE);
      for (int shrinkage : SHRINKAGES) {
        ItemWeights weights = Cosine.of(counts.incidence(grouping), shrinkage);
        String title = "cosine by " + grouping.title() + ", shrinkage " + shrinkage;
        for (Window window : Window.of(grouping)) {
          rules.add(new BackedOff(new WeightsRule(title, weights, window), popularity));
        }
      }
    }
    return rules;
  }
}
