package org.taskweave.core.metric;

/**
 * Share of rows whose most probable class (the first of equal ones) is the true one: labels [n]
 * class indices, scores [n,C]. NaN without rows.
 */
public final class Accuracy implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public Accuracy(int classes) {
    this.classes = classes;
  }

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] hits = new double[Rows.count(labels, 1, scores, classes)];
    for (int i = 0; i < hits.length; i++) {
      boolean hit = Rows.classIndex(labels[i], classes) == Rows.highest(scores, i, classes);
      hits[i] = hit ? 1 : 0;
    }
    return new PreparedMean(hits, false);
  }
}
