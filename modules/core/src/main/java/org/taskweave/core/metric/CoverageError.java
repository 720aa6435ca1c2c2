package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.List;

/**
 * How far quantiles are from what they promise: the mean over levels t of |share of labels at or
 * below the predicted t-quantile - t|. Labels [n], scores [n,Q]. NaN without rows.
 *
 * @param levels Q of them, from 0 to 1
 */
public record CoverageError(List<Double> levels) implements Metric {

  @Override
  public String name() {
    return "coverageError";
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
    int width = levels.size();
    int rows = Rows.count(labels, 1, scores, width);
    boolean[] covered = new boolean[rows * width];
    for (int i = 0; i < covered.length; i++) {
      covered[i] = labels[i / width] <= scores[i];
    }
    return new Covered(rows, covered, levels);
  }

  private record Covered(int rows, boolean[] covered, List<Double> levels) implements Prepared {
    @Override
    public double value(int[] counts) {
      int all = Arrays.stream(counts).sum();
      double error = 0;
      for (int q = 0; q < levels.size(); q++) {
        double share = 0;
        for (int i = 0; i < rows; i++) {
          share += covered[i * levels.size() + q] ? counts[i] : 0;
        }
        error += Math.abs(share / all - levels.get(q)) / levels.size();
      }
      return error;
    }
  }
}
