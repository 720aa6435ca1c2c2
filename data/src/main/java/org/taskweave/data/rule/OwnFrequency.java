package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The user's own items by how often they came, later ones counting more; all others by popularity
 * (the personal top list).
 */
final class OwnFrequency implements RuleFamily {

  /** How much an event counts beside the one after it. */
  private static final List<Double> DECAYS = List.of(1.0, .98, .9);

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    int[] popularity = counts.log().countsSince(Long.MIN_VALUE);
    List<ItemRule> rules = new ArrayList<>();
    for (double decay : DECAYS) {
      rules.add(new BackedOff(new Decayed(decay), popularity));
    }
    return rules;
  }

  private record Decayed(double decay) implements ItemRule {
    @Override
    public String name() {
      return decay == 1 ? "own frequencies" : "own frequencies, decay " + decay;
    }

    @Override
    public void score(ItemHistory history, double[] scores) {
      double weight = 1;
      for (int e = history.size() - 1; e >= 0; e--) {
        scores[history.items()[e]] += weight;
        weight *= decay;
      }
    }
  }
}
