package org.taskweave.core.calibration;

/**
 * The temperature of the least log loss: that is convex in 1 / temperature, so that narrowing an
 * interval by golden sections finds it.
 */
final class TemperatureFit {

  private static final double LEAST = 0.05;
  private static final double MOST = 20;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double PRECISION = 1e-5;

  private TemperatureFit() {}

  static Calibration fit(double[] labels, double[] scores, int width) {
    double low = 1 / MOST;
    double high = 1 / LEAST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double leftLoss = loss(labels, scores, width, left);
    double rightLoss = loss(labels, scores, width, right);
    while (high - low > PRECISION) {
      if (leftLoss < rightLoss) {
        high = right;
        right = left;
        rightLoss = leftLoss;
        left = high - GOLDEN * (high - low);
        leftLoss = loss(labels, scores, width, left);
      } else {
        low = left;
        left = right;
        leftLoss = rightLoss;
        right = low + GOLDEN * (high - low);
        rightLoss = loss(labels, scores, width, right);
      }
    }
    return new Temperature(2 / (low + high));
  }

  private static double loss(double[] labels, double[] scores, int width, double inverse) {
    Temperature temperature = new Temperature(1 / inverse);
    double[] row = new double[width];
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(scores, i * width, row, 0, width);
      temperature.apply(row);
      double right = width > 1 ? row[(int) labels[i]] : labels[i] == 1 ? row[0] : 1 - row[0];
      sum -= Math.log(Math.max(Double.MIN_NORMAL, right));
    }
    return sum;
  }
}
