package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;

class NextItemMetricsTest {

  /** A row of a rank, a long-tail share and a list. */
  private static double[] row(double rank, double tail, int... list) {
    double[] row = new double[RankedRow.WIDTH];
    Arrays.fill(row, RankedRow.NONE);
    row[0] = rank;
    row[1] = tail;
    for (int i = 0; i < list.length; i++) {
      row[2 + i] = list[i];
    }
    return row;
  }

  private static double value(String name, int items, double[]... rows) {
    double[] scores = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    double[] labels = new double[rows.length];
    Arrays.fill(labels, 1);
    return NextItemMetrics.of(items).stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value(labels, scores);
  }

  @Test
  void gainsOfRanks() {
    double[][] rows = {row(1, 0, 0), row(3, 0, 0), row(10.5, 0, 0), row(40, 0, 0)};
    assertEquals(.25, value("hr@1", 9, rows));
    assertEquals(.5, value("hr@10", 9, rows));
    assertEquals(.75, value("hr@20", 9, rows));
    // 1 / log2(2) = 1, 1 / log2(4) = 1/2; rank 10.5 is past 10.
    assertEquals((1 + .5) / 4, value("ndcg@10", 9, rows), 1e-12);
    assertEquals((1 + 1 / 3.0) / 4, value("mrr@5", 9, rows), 1e-12);
    assertEquals((1 + 1 / 3.0 + 1 / 10.5) / 4, value("mrr@20", 9, rows), 1e-12);
  }

  @Test
  void aSharedFirstPlaceIsNoHitAtOne() {
    assertEquals(0, value("hr@1", 9, row(1.5, 0, 0)));
    assertEquals(1 / (Math.log(2.5) / Math.log(2)), value("ndcg@5", 9, row(1.5, 0, 0)), 1e-12);
  }

  @Test
  void coverageAndGiniOfTheLists() {
    double[][] rows = {row(1, 0, 0, 1), row(1, 0, 0, 2)};
    assertEquals(3 / 5.0, value("coverage@10", 5, rows), 1e-12);
    // Listed 0, 0, 1, 1, 2 times, 2j - 6 is -4 .. 4: (0 * 1 + 2 * 1 + 4 * 2) / (4 * 4).
    assertEquals(10 / 16.0, value("gini@10", 5, rows), 1e-12);
    assertEquals(1, value("gini@10", 3, row(1, 0, 2), row(1, 0, 2)), 1e-12);
    assertEquals(0, value("gini@10", 2, row(1, 0, 0), row(1, 0, 1)), 1e-12);
  }

  @Test
  void longTailIsAMeanOverUsers() {
    assertEquals(.4, value("longTail@10", 5, row(1, .5, 0), row(1, .3, 1)), 1e-12);
  }

  private static double[] joined(double[]... rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Of five items, the cold ones of three rows rank 2nd and 4th; the third row is not cold. */
  @Test
  void coldItemsHaveMetricsOfTheirOwn() {
    double[] model = joined(row(2, 0, 0), row(4, 0, 0), row(1, 0, 0), row(1, 0, 0));
    double[] last = joined(row(5, 0, 0), row(5, 0, 0), row(5, 0, 0), row(5, 0, 0));
    Evaluator evaluator = new Evaluator(new Bootstrap(0, 1));
    TaskEvaluation some =
        evaluator.evaluate(
            task(),
            new Evaluator.Rankings(
                new double[] {1, 1, 1, Double.NaN},
                model,
                last,
                List.of(new RankedRule("last", last)),
                new boolean[] {true, true, false, true},
                new int[] {0, 1, 2, 3}));
    MetricResult rank = some.metric("cold rankShare");
    assertEquals((1 / 4.0 + 3 / 4.0) / 2, rank.value(), 1e-12);
    assertEquals(1, rank.trivialBaseline(), 1e-12);
    assertEquals(2, rank.labelCount());
    assertEquals(1, some.metric("cold hr@10").value());
    assertEquals(3, some.metric("hr@10").labelCount());
    TaskEvaluation none =
        evaluator.evaluate(
            task(),
            new Evaluator.Rankings(
                new double[] {1, 1, 1, Double.NaN},
                model,
                last,
                List.of(new RankedRule("last", last)),
                new boolean[] {false, false, false, true},
                new int[] {0, 1, 2, 3}));
    assertFalse(none.metrics().stream().anyMatch(m -> m.name().startsWith("cold")));
  }

  /** Resamples of one user are all that user: the interval has no width. */
  @Test
  void rowsOfAUserAreResampledTogether() {
    double[] rows = joined(row(1, 0, 0), row(5, 0, 0), row(2, 0, 0));
    MetricResult rank =
        new Evaluator(new Bootstrap(50, 1))
            .evaluate(
                task(),
                new Evaluator.Rankings(
                    new double[] {1, 1, 1},
                    rows,
                    rows,
                    List.of(new RankedRule("rule", rows)),
                    new boolean[3],
                    new int[3]))
            .metric("mrr@5");
    assertEquals((1 + .2 + .5) / 3, rank.value(), 1e-12);
    assertEquals(rank.value(), rank.intervalLow(), 1e-12);
    assertEquals(rank.value(), rank.intervalHigh(), 1e-12);
  }

  private static NextItemTask task() {
    return new NextItemTask(
        "next",
        new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
        1,
        HeadSpec.LINEAR,
        List.of("a", "b", "c", "d", "e"),
        ItemLoss.FULL_SOFTMAX,
        1,
        1,
        0,
        SeenItems.KEEP);
  }

  /** With one relevant item recall@k is hr@k, so that it is not listed again. */
  @Test
  void noMetricRepeatsAnother() {
    List<String> names = NextItemMetrics.of(5).stream().map(Metric::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size());
    assertTrue(names.contains("hr@10") && names.stream().noneMatch(n -> n.startsWith("recall@")));
  }

  @Test
  void onlyMeansOverUsersHaveIntervals() {
    List<String> without =
        NextItemMetrics.of(5).stream()
            .filter(metric -> !metric.canBeResampled())
            .map(Metric::name)
            .toList();
    assertEquals(List.of("coverage@10", "gini@10"), without);
  }

  @Test
  void theHeadHasFourFifthsOfTheInteractions() {
    // 50 + 30 = 80 of 100: the other two are the tail.
    assertArrayEquals(
        new boolean[] {true, false, false, true}, LongTail.of(new int[] {8, 50, 30, 12}));
    // 40 + 39 = 79 do not reach 80: a third one is in the head, of equal ones the first.
    assertArrayEquals(
        new boolean[] {false, false, false, true, true}, LongTail.of(new int[] {40, 39, 7, 7, 7}));
    assertFalse(LongTail.of(new int[] {3})[0]);
  }
}
