package org.taskweave.core.metric;

import java.util.Arrays;

/**
 * Mean of (rank - 1) / (N - 1) of the item that came next: 0 where it always ranks first, .5 where
 * items are ranked by chance. Scores are {@link RankedRow}s [n,W].
 */
final class RankShare implements Metric {

  private final int items;

  /**
   * A metric.
   *
   * @param items N
   */
  RankShare(int items) {
    this.items = items;
  }

  @Override
  public String name() {
    return "rankShare";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] shares = new double[Rows.count(labels, 1, scores, RankedRow.WIDTH)];
    Arrays.setAll(
        shares, i -> (scores[i * RankedRow.WIDTH + RankedRow.RANK] - 1) / Math.max(1, items - 1.0));
    return new PreparedMean(shares, false);
  }
}
