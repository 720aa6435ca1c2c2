package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of a full-catalog ranking, of {@link RankedRow}s [n,W] and labels [n] that are 1. A
 * row has one relevant item, so that recall@k is the hit rate and not listed again.
 */
public final class NextItemMetrics {

  private static final List<Integer> CUTOFFS = List.of(1, 5, 10, 20);
  private static final int PRIMARY_CUTOFF = 10;

  private NextItemMetrics() {}

  /**
   * Of rows whose item never came in training.
   *
   * @param items N
   */
  public static List<Metric> ofColdItems(int items) {
    return List.of(RankingMetric.hitRate(PRIMARY_CUTOFF).inRankedRows(), new RankShare(items));
  }

  /** Those that rules are printed with. */
  static List<Metric> ofRules() {
    return List.of(
        RankingMetric.hitRate(PRIMARY_CUTOFF).inRankedRows(),
        RankingMetric.discountedGain(PRIMARY_CUTOFF).inRankedRows());
  }

  /**
   * The metrics, NDCG@10 first.
   *
   * @param items N
   */
  public static List<Metric> of(int items) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(RankingMetric.discountedGain(PRIMARY_CUTOFF).inRankedRows());
    CUTOFFS.forEach(k -> metrics.add(RankingMetric.hitRate(k).inRankedRows()));
    for (int k : CUTOFFS) {
      if (k != PRIMARY_CUTOFF) {
        metrics.add(RankingMetric.discountedGain(k).inRankedRows());
      }
    }
    CUTOFFS.forEach(k -> metrics.add(RankingMetric.reciprocalRank(k).inRankedRows()));
    for (ListMetric.Kind kind : ListMetric.Kind.values()) {
      metrics.add(new ListMetric(kind, items, RankedRow.WIDTH));
    }
    return metrics;
  }
}
