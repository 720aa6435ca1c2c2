package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap (Efron 1979): units are drawn with replacement, as many as there are, and a
 * metric's 2.5 % and 97.5 % quantiles over the resamples bound its 95 % interval. A unit is a row,
 * or a group of rows that belong together (the tokens of a sequence, the examples of a user).
 */
public final class Bootstrap {
  private final int samples;
  private final long seed;

  /**
   * A bootstrap.
   *
   * @param samples number of resamples; 0 makes every interval NaN
   */
  public Bootstrap(int samples, long seed) {
    this.samples = samples;
    this.seed = seed;
  }

  /** A 95 % interval; NaN at both ends when the metric is undefined in half of the resamples. */
  public record Interval(double low, double high) {}

  /** The interval of one metric, rows being the units. */
  public Interval interval(Metric.Prepared metric) {
    return intervals(List.of(metric), everyRow(metric.rows())).get(0);
  }

  /**
   * The intervals of several metrics of the same rows, all over the same resamples.
   *
   * @param unitOfRow [n] from 0
   */
  public List<Interval> intervals(List<Metric.Prepared> metrics, int[] unitOfRow) {
    int units = Arrays.stream(unitOfRow).max().orElse(-1) + 1;
    double[][] values = new double[metrics.size()][samples];
    int[] unitCounts = new int[units];
    int[] counts = new int[unitOfRow.length];
    SplittableRandom random = new SplittableRandom(seed);
    for (int s = 0; s < samples; s++) {
      Arrays.fill(unitCounts, 0);
      for (int i = 0; i < units; i++) {
        unitCounts[random.nextInt(units)]++;
      }
      for (int i = 0; i < counts.length; i++) {
        counts[i] = unitCounts[unitOfRow[i]];
      }
      for (int m = 0; m < metrics.size(); m++) {
        values[m][s] = metrics.get(m).value(counts);
      }
    }
    List<Interval> intervals = new ArrayList<>();
    for (double[] ofMetric : values) {
      intervals.add(interval(ofMetric));
    }
    return intervals;
  }

  static int[] everyRow(int rows) {
    int[] units = new int[rows];
    Arrays.setAll(units, i -> i);
    return units;
  }

  private Interval interval(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return 2 * sorted.length <= samples
        ? new Interval(Double.NaN, Double.NaN)
        : new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
  }

  /** Linear between the order statistics. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
