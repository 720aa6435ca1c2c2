package org.taskweave.data.rule;

import java.util.List;

/** What came next after the last item, how often; what never did by popularity. */
final class Markov implements RuleFamily {

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    return List.of(
        new BackedOff(
            new WeightsRule("first-order Markov", Transitions.of(counts.log()), new Window(1)),
            counts.log().countsSince(Long.MIN_VALUE)));
  }
}
