package org.taskweave.core.metric;

/**
 * Mean over rows and classes of the {@link LogLoss} of each class: labels [n,C] 0 or 1, scores
 * [n,C] probabilities. NaN without rows.
 */
public final class MultilabelLogLoss implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public MultilabelLogLoss(int classes) {
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
  public Prepared prepare(double[] labels, double[] scores) {
    double[] losses = new double[Rows.count(labels, classes, scores, classes)];
    for (int i = 0; i < labels.length; i++) {
      losses[i / classes] += LogLoss.loss(Rows.isPositive(labels[i]), scores[i]) / classes;
    }
    return new PreparedMean(losses, false);
  }
}
