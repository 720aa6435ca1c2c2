package org.taskweave.core.metric;

import java.util.function.DoubleUnaryOperator;

/**
 * A mean over rows of a gain that depends on the rank of the row's one relevant item. Scores [n]
 * are ranks from 1; labels [n] are 1 where there is a relevant item, and rows of label 0 gain
 * nothing. Ranks beyond k gain nothing. NaN without rows.
 */
public final class RankingMetric implements Metric {
  private final String name;
  private final int k;
  private final DoubleUnaryOperator gain;
  private final int width;

  private RankingMetric(String name, int k, DoubleUnaryOperator gain) {
    this(name + "@" + k, k, gain, 1);
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 1");
    }
  }

  private RankingMetric(String name, int k, DoubleUnaryOperator gain, int width) {
    this.name = name;
    this.k = k;
    this.gain = gain;
    this.width = width;
  }

  /** HR@k: share of rows whose item is among the first k. */
  public static RankingMetric hitRate(int k) {
    return new RankingMetric("hr", k, rank -> 1);
  }

  /** NDCG@k with one relevant item: 1 / log2(rank + 1) (Järvelin and Kekäläinen 2002). */
  public static RankingMetric discountedGain(int k) {
    return new RankingMetric("ndcg", k, rank -> Math.log(2) / Math.log(rank + 1));
  }

  /** MRR@k: 1 / rank. */
  public static RankingMetric reciprocalRank(int k) {
    return new RankingMetric("mrr", k, rank -> 1 / rank);
  }

  /** The same metric where the ranks are the first numbers of {@link RankedRow}s [n,W]. */
  RankingMetric inRankedRows() {
    return new RankingMetric(name, k, gain, RankedRow.WIDTH);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] gains = new double[Rows.count(labels, 1, scores, width)];
    for (int i = 0; i < gains.length; i++) {
      double rank = scores[i * width];
      if (rank < 1) {
        throw new IllegalArgumentException("rank " + i + " is " + rank + ", must be from 1");
      }
      gains[i] = Rows.isPositive(labels[i]) && rank <= k ? gain.applyAsDouble(rank) : 0;
    }
    return new PreparedMean(gains, false);
  }
}
