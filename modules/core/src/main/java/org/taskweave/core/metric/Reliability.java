package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How often predictions are right beside how sure they were, over 15 bins of equal width: of a
 * yes-or-no task its probabilities and the rate of positives, of classes the highest probability
 * and how often that class was it (Guo et al. 2017, arXiv:1706.04599).
 *
 * @param bins that have a row, by ascending probability
 */
public record Reliability(List<Bin> bins) {

  private static final int BINS = 15;

  /**
   * Rows whose probabilities are alike.
   *
   * @param probability their mean
   * @param rate how often it was so
   */
  public record Bin(int rows, double probability, double rate) {}

  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Counts.
   *
   * @param labels [n] 0 or 1 where width is 1, or else indices of classes
   * @param scores [n, width] probabilities
   */
  public static Reliability of(double[] labels, double[] scores, int width) {
    int[] rows = new int[BINS];
    double[] probabilities = new double[BINS];
    double[] right = new double[BINS];
    for (int i = 0; i < labels.length; i++) {
      int best = width == 1 ? 0 : Rows.highest(scores, i, width);
      double probability = scores[i * width + best];
      boolean is = width == 1 ? Rows.isPositive(labels[i]) : labels[i] == best;
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      rows[bin]++;
      probabilities[bin] += probability;
      right[bin] += is ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (rows[b] > 0) {
        bins.add(new Bin(rows[b], probabilities[b] / rows[b], right[b] / rows[b]));
      }
    }
    return new Reliability(bins);
  }

  /** The expected calibration error; NaN without rows. */
  public double error() {
    double sum = 0;
    long rows = 0;
    for (Bin bin : bins) {
      sum += bin.rows() * Math.abs(bin.probability() - bin.rate());
      rows += bin.rows();
    }
    return rows == 0 ? Double.NaN : sum / rows;
  }
}
