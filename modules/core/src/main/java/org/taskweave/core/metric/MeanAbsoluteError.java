package org.taskweave.core.metric;

/** Mean absolute difference of labels [n] and scores [n]. NaN without rows. */
public final class MeanAbsoluteError implements Metric {

  @Override
  public String name() {
    return "mae";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] differences = new double[Rows.count(labels, 1, scores, 1)];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = Math.abs(labels[i] - scores[i]);
    }
    return new PreparedMean(differences, false);
  }
}
