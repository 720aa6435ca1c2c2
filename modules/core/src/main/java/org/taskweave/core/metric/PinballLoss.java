package org.taskweave.core.metric;

import java.util.List;

/**
 * Pinball loss (Koenker and Bassett 1978), the mean over rows and levels t of max(t e, (t - 1) e),
 * e the label less the predicted t-quantile. Labels [n], scores [n,Q]. NaN without rows.
 *
 * @param levels Q of them, from 0 to 1
 */
public record PinballLoss(List<Double> levels) implements Metric {

  @Override
  public String name() {
    return "pinball";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int width = levels.size();
    double[] losses = new double[Rows.count(labels, 1, scores, width)];
    for (int i = 0; i < losses.length; i++) {
      for (int q = 0; q < width; q++) {
        double error = labels[i] - scores[i * width + q];
        double level = levels.get(q);
        losses[i] += Math.max(level * error, (level - 1) * error) / width;
      }
    }
    return new PreparedMean(losses, false);
  }
}
