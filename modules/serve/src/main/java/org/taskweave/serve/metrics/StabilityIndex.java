package org.taskweave.serve.metrics;

import java.util.Arrays;

/**
 * The population stability index between values of before and of now: the sum over bins of (now -
 * before) ln(now / before), for the shares of values in the bins. Bins end at the deciles of
 * before; deciles that are the same number are one, so that a yes-or-no value has two bins. A share
 * of none counts as {@value #LEAST_SHARE}. Below .1 it is usually called stable, above .25 a
 * change.
 */
final class StabilityIndex {

  private static final int BINS = 10;
  private static final double LEAST_SHARE = 1e-4;

  private final double[] edges;
  private final double[] before;

  /**
   * An index.
   *
   * @param values of before, at least one
   */
  StabilityIndex(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double greatest = sorted[sorted.length - 1];
    this.edges =
        java.util.stream.IntStream.range(1, BINS)
            .mapToDouble(i -> sorted[(int) Math.ceil((double) i * sorted.length / BINS) - 1])
            .filter(edge -> edge < greatest)
            .distinct()
            .toArray();
    this.before = shares(values);
  }

  /** The index of the values of now, of which there must be one. */
  double of(double[] values) {
    double[] now = shares(values);
    double sum = 0;
    for (int bin = 0; bin < now.length; bin++) {
      sum += (now[bin] - before[bin]) * Math.log(now[bin] / before[bin]);
    }
    return sum;
  }

  private double[] shares(double[] values) {
    double[] shares = new double[edges.length + 1];
    for (double value : values) {
      int bin = 0;
      while (bin < edges.length && value > edges[bin]) {
        bin++;
      }
      shares[bin] += 1.0 / values.length;
    }
    for (int bin = 0; bin < shares.length; bin++) {
      shares[bin] = Math.max(shares[bin], LEAST_SHARE);
    }
    return shares;
  }
}
