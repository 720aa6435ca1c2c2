package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Items by how often they came, in the whole training split or in its newest days. */
final class Popularity implements RuleFamily {

  private static final List<Integer> DAYS = List.of(7, 30, 90);

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    ItemLog log = counts.log();
    int[] all = log.countsSince(Long.MIN_VALUE);
    List<ItemRule> rules = new ArrayList<>();
    rules.add(new Counts("popularity", all));
    for (int days : DAYS) {
      long since = log.newestMillis() - TimeUnit.DAYS.toMillis(days);
      rules.add(
          new BackedOff(
              new Counts("popularity of the last " + days + " days", log.countsSince(since)), all));
    }
    return rules;
  }

  /** The same scores for everyone. */
  private record Counts(String name, int[] counts) implements ItemRule {
    @Override
    public void score(ItemHistory history, double[] scores) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = counts[i];
      }
    }
  }
}
