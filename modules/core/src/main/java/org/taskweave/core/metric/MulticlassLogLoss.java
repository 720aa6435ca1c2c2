package org.taskweave.core.metric;

/**
 * Mean negative log probability of the true class: labels [n] class indices, scores [n,C]
 * probabilities, clipped as in {@link LogLoss}. NaN without rows.
 */
public final class MulticlassLogLoss implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public MulticlassLogLoss(int classes) {
    this.classes = classes;
  }

  @Override
  public String name() {
    return "logLoss";
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
    double[] losses = new double[Rows.count(labels, 1, scores, classes)];
    for (int i = 0; i < losses.length; i++) {
      int trueClass = Rows.classIndex(labels[i], classes);
      losses[i] = LogLoss.loss(true, scores[i * classes + trueClass]);
    }
    return new PreparedMean(losses, false);
  }
}
