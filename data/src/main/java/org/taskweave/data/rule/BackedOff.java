package org.taskweave.data.rule;

import java.util.Arrays;

/**
 * A rule whose equal scores, above all those of items that it knows nothing of, are ordered by
 * popularity.
 */
public final class BackedOff implements ItemRule {

  /** Too little to change the order of unequal scores. */
  private static final float LITTLE = 1e-6f;

  private final ItemRule rule;
  private final float[] addends;

  /**
   * A rule with an order of equal scores.
   *
   * @param counts [N] how often items came
   */
  public BackedOff(ItemRule rule, int[] counts) {
    this.rule = rule;
    int most = Math.max(1, Arrays.stream(counts).max().orElse(1));
    this.addends = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      addends[i] = LITTLE * counts[i] / most;
    }
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public void score(ItemHistory history, float[] scores) {
    rule.score(history, scores);
    for (int i = 0; i < scores.length; i++) {
      scores[i] += addends[i];
    }
  }
}
