package org.taskweave.core.metric;

/**
 * Expected calibration error (Naeini et al. 2015): over 15 bins of equal width, the mean of |mean
 * probability - rate of positives| weighted by the bins' rows. Labels [n] 0 or 1, scores [n]
 * probabilities; the last bin includes 1. NaN without rows.
 */
public final class CalibrationError implements Metric {
  private static final int BINS = 15;

  @Override
  public String name() {
    return "calibrationError";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public boolean needsProbabilities() {
    return true;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, 1);
    int[] binOf = new int[rows];
    double[] excess = new double[rows]; // probability - label; |sum| per bin is what counts
    for (int i = 0; i < rows; i++) {
      if (scores[i] < 0 || scores[i] > 1) {
        throw new IllegalArgumentException("score " + i + " is " + scores[i] + ", no probability");
      }
      binOf[i] = Math.min(BINS - 1, (int) (scores[i] * BINS));
      excess[i] = scores[i] - (Rows.isPositive(labels[i]) ? 1 : 0);
    }
    return new PreparedBins(binOf, excess);
  }

  private record PreparedBins(int[] binOf, double[] excess) implements Prepared {
    @Override
    public int rows() {
      return binOf.length;
    }

    @Override
    public double value(int[] counts) {
      double[] sums = new double[BINS];
      long rows = 0;
      for (int i = 0; i < binOf.length; i++) {
        sums[binOf[i]] += counts[i] * excess[i];
        rows += counts[i];
      }
      double total = 0;
      for (double sum : sums) {
        total += Math.abs(sum);
      }
      return rows == 0 ? Double.NaN : total / rows;
    }
  }
}
