package org.taskweave.core.metric;

/**
 * Mean of 2 (y log(y / m) - (y - m)) over rows, y the count and m the expected one (McCullagh and
 * Nelder 1989), m being {@value #LEAST} where it is less. Labels [n], scores [n]. NaN without rows.
 */
public final class PoissonDeviance implements Metric {

  private static final double LEAST = 1e-6;

  @Override
  public String name() {
    return "poissonDeviance";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  /** A rule's count is no expectation: it may be 0 where something comes. */
  @Override
  public boolean needsProbabilities() {
    return true;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] deviances = new double[Rows.count(labels, 1, scores, 1)];
    for (int i = 0; i < deviances.length; i++) {
      double expected = Math.max(LEAST, scores[i]);
      double ratio = labels[i] == 0 ? 0 : labels[i] * Math.log(labels[i] / expected);
      deviances[i] = 2 * (ratio - (labels[i] - expected));
    }
    return new PreparedMean(deviances, false);
  }
}
