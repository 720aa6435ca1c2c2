package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The metrics of a full-catalog ranking beside what the next basket holds, of {@link BasketRow}s
 * [n,W] and labels [n] that are 1.
 */
public final class BasketMetrics {

  private static final int PRIMARY = BasketRow.CUTOFFS.indexOf(10);

  private BasketMetrics() {}

  /** Those that rules are printed with. */
  static List<Metric> ofRules() {
    return List.of(recall(PRIMARY), gain(PRIMARY), ofRepeats(PRIMARY), ofExplored(PRIMARY));
  }

  /**
   * The metrics, recall@10 first.
   *
   * @param items N
   */
  public static List<Metric> of(int items) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(recall(PRIMARY));
    metrics.add(gain(PRIMARY));
    metrics.add(ofRepeats(PRIMARY));
    metrics.add(ofExplored(PRIMARY));
    List<IntFunction<Metric>> each = List.of(BasketMetrics::recall, BasketMetrics::gain);
    for (IntFunction<Metric> metric : each) {
      for (int cutoff = 0; cutoff < BasketRow.CUTOFFS.size(); cutoff++) {
        if (cutoff != PRIMARY) {
          metrics.add(metric.apply(cutoff));
        }
      }
    }
    for (ListMetric.Kind kind : ListMetric.Kind.values()) {
      metrics.add(new ListMetric(kind, items, BasketRow.WIDTH));
    }
    return metrics;
  }

  /** Share of a basket's items that are among the first k. */
  private static Metric recall(int cutoff) {
    return new BasketMetric(
        "recall",
        cutoff,
        row ->
            (row.get(BasketRow.hitsOfRepeats(cutoff)) + row.get(BasketRow.hitsOfExplored(cutoff)))
                / (row.get(BasketRow.REPEATS) + row.get(BasketRow.EXPLORED)));
  }

  /** NDCG@k of 0/1 relevance: the gain over that of the best order (Järvelin, Kekäläinen 2002). */
  private static Metric gain(int cutoff) {
    return new BasketMetric(
        "ndcg",
        cutoff,
        row -> {
          double items = row.get(BasketRow.REPEATS) + row.get(BasketRow.EXPLORED);
          double best = 0;
          for (int rank = 1; rank <= Math.min(items, BasketRow.CUTOFFS.get(cutoff)); rank++) {
            best += discount(rank);
          }
          return row.get(BasketRow.gain(cutoff)) / best;
        });
  }

  /** Share of a basket's items of the history that are among the first k; of rows with any. */
  private static Metric ofRepeats(int cutoff) {
    return new BasketMetric(
        "repeatRecall",
        cutoff,
        row -> row.get(BasketRow.hitsOfRepeats(cutoff)) / row.get(BasketRow.REPEATS));
  }

  /** Share of a basket's items that are new to the user among the first k; of rows with any. */
  private static Metric ofExplored(int cutoff) {
    return new BasketMetric(
        "exploreRecall",
        cutoff,
        row -> row.get(BasketRow.hitsOfExplored(cutoff)) / row.get(BasketRow.EXPLORED));
  }

  /** 1 / log2(rank + 1). */
  static double discount(double rank) {
    return Math.log(2) / Math.log(rank + 1);
  }
}
