package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Twelve items, of which item i has rank i + 1. */
class BasketMetricsTest {

  private static final int ITEMS = 12;

  private static double[] descending() {
    double[] scores = new double[ITEMS];
    Arrays.setAll(scores, i -> -i);
    return scores;
  }

  private static double[] row(double[] scores, int[] basket, int... history) {
    double[] row = new double[BasketRow.WIDTH];
    new CatalogRanker(new boolean[ITEMS], false).rankBasket(scores, basket, history, row, 0);
    return row;
  }

  private static double value(String name, double[]... rows) {
    double[] labels = new double[rows.length];
    Arrays.fill(labels, 1);
    return BasketMetrics.of(ITEMS).stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value(labels, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
  }

  private static double gain(double rank) {
    return Math.log(2) / Math.log(rank + 1);
  }

  /** Ranks 4 (bought before), 6 and 12; an item outside of the catalog is never found. */
  @Test
  void sharesOfABasket() {
    double[] row = row(descending(), new int[] {3, 5, 11, RankedRow.NONE}, 0, 3, 3);
    assertEquals(1 / 4.0, value("recall@5", row), 1e-12);
    assertEquals(2 / 4.0, value("recall@10", row), 1e-12);
    assertEquals(3 / 4.0, value("recall@20", row), 1e-12);
    assertEquals(1, value("repeatRecall@10", row), 1e-12);
    assertEquals(1 / 3.0, value("exploreRecall@10", row), 1e-12);
    double best = gain(1) + gain(2) + gain(3) + gain(4);
    assertEquals((gain(4) + gain(6)) / best, value("ndcg@10", row), 1e-12);
    assertEquals(gain(4) / best, value("ndcg@5", row), 1e-12);
    assertEquals(4, row[RankedRow.RANK]);
    assertEquals(0, row[RankedRow.FIRST]);
  }

  /** A basket of more than k items is perfect when the first k are of it. */
  @Test
  void theBestOrderOfALargeBasket() {
    double[] row = row(descending(), new int[] {0, 1, 2, 3, 4, 5, 6}, 11);
    assertEquals(1, value("ndcg@5", row), 1e-12);
    assertEquals(5 / 7.0, value("recall@5", row), 1e-12);
  }

  /** Both have ranks 5 and 6, so 5.5: no hit among five. */
  @Test
  void equalScoresHaveTheirMeanRank() {
    double[] scores = descending();
    scores[5] = scores[4];
    double[] row = row(scores, new int[] {4, 5}, 4);
    assertEquals(0, value("recall@5", row), 1e-12);
    assertEquals(1, value("recall@10", row), 1e-12);
    assertEquals(2 * gain(5.5) / (gain(1) + gain(2)), value("ndcg@10", row), 1e-12);
  }

  @Test
  void rowsWithoutRepeatsDoNotCountThere() {
    double[] fresh = row(descending(), new int[] {0, 11}, 1);
    double[] again = row(descending(), new int[] {0, 11}, 0, 11);
    assertEquals(.5, value("repeatRecall@10", fresh, again), 1e-12);
    assertEquals(.5, value("exploreRecall@10", fresh, again), 1e-12);
    assertTrue(Double.isNaN(value("repeatRecall@10", fresh)));
    assertEquals(.5, value("recall@10", fresh, again), 1e-12);
  }

  @Test
  void scoresOfABatchAreRankedAsThose() {
    float[] two = new float[2 * ITEMS];
    double[] scores = descending();
    for (int i = 0; i < ITEMS; i++) {
      two[ITEMS + i] = (float) scores[i];
    }
    double[] rows = new double[2 * BasketRow.WIDTH];
    new CatalogRanker(new boolean[ITEMS], false)
        .rankBasket(two, ITEMS, new int[] {3, 5}, new int[] {3}, rows, BasketRow.WIDTH);
    assertEquals(
        Arrays.toString(row(scores, new int[] {3, 5}, 3)),
        Arrays.toString(Arrays.copyOfRange(rows, BasketRow.WIDTH, 2 * BasketRow.WIDTH)));
  }
}
