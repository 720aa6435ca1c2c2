package org.taskweave.core.metric;

/**
 * Ranked probability score of ordered classes (Epstein 1969): mean over rows of the sum over k < C
 * of (P(class <= k) - [label <= k])^2, over C - 1. For a rule that chooses one class it is the
 * distance to the true one, over C - 1. Labels [n] class indices, scores [n,C]. NaN without rows.
 */
public final class RankedProbability implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public RankedProbability(int classes) {
    this.classes = classes;
  }

  @Override
  public String name() {
    return "rankedProbability";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] losses = new double[Rows.count(labels, 1, scores, classes)];
    for (int i = 0; i < losses.length; i++) {
      int label = Rows.classIndex(labels[i], classes);
      double below = 0;
      for (int k = 0; k < classes - 1; k++) {
        below += scores[i * classes + k];
        double difference = below - (label <= k ? 1 : 0);
        losses[i] += difference * difference / (classes - 1);
      }
    }
    return new PreparedMean(losses, false);
  }
}
