package org.taskweave.data.rule;

import java.util.Arrays;

/**
 * A rule whose equal scores, above all those of items that it knows nothing of, are ordered by
 * popularity. Scores are equal that are so in single precision; no others change places.
 */
public final class BackedOff implements ItemRule {

  private final ItemRule rule;
  private final double[] shares;

  /**
   * A rule with an order of equal scores.
   *
   * @param counts [N] how often items came
   */
  public BackedOff(ItemRule rule, int[] counts) {
    this.rule = rule;
    double aboveAll = 1.0 + Arrays.stream(counts).max().orElse(0);
    this.shares = Arrays.stream(counts).mapToDouble(count -> count / aboveAll).toArray();
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public void score(ItemHistory history, double[] scores) {
    rule.score(history, scores);
    for (int i = 0; i < scores.length; i++) {
      float score = (float) scores[i];
      // Less than half the distance to the next score of single precision, whatever its size.
      scores[i] = score + shares[i] * Math.ulp(score) / 2;
    }
  }
}
