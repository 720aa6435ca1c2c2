package org.taskweave.core.metric;

/** Square root of the mean squared difference of labels [n] and scores [n]. NaN without rows. */
public final class RootMeanSquaredError implements Metric {

  @Override
  public String name() {
    return "rmse";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] squares = new double[Rows.count(labels, 1, scores, 1)];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (labels[i] - scores[i]) * (labels[i] - scores[i]);
    }
    return new PreparedMean(squares, true);
  }
}
