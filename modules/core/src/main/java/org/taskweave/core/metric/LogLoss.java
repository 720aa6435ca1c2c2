package org.taskweave.core.metric;

/**
 * Mean negative log likelihood of 0/1 labels [n] under probabilities [n]. Probabilities are clipped
 * to [1e-7, 1 - 1e-7], so a row costs at most 16.12. NaN without rows.
 */
public final class LogLoss implements Metric {

  /** Probabilities nearer to 0 or 1 count as this far from it: about the step of a float at 1. */
  static final double CLIP = 1e-7;

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
    double[] losses = new double[Rows.count(labels, 1, scores, 1)];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss(Rows.isPositive(labels[i]), scores[i]);
    }
    return new PreparedMean(losses, false);
  }

  static double loss(boolean positive, double probability) {
    double clipped = Math.min(1 - CLIP, Math.max(CLIP, probability));
    return -Math.log(positive ? clipped : 1 - clipped);
  }
}
