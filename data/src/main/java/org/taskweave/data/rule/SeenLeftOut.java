package org.taskweave.data.rule;

/** A rule that puts the items of the history last. */
public record SeenLeftOut(ItemRule rule) implements ItemRule {

  @Override
  public String name() {
    return rule.name() + ", seen left out";
  }

  @Override
  public void score(ItemHistory history, double[] scores) {
    rule.score(history, scores);
    for (int item : history.items()) {
      scores[item] = Double.NEGATIVE_INFINITY;
    }
  }
}
