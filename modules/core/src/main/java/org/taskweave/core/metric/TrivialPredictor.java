package org.taskweave.core.metric;

import java.util.Arrays;

/**
 * Predicts the same for every row, learned from the training labels alone. What that is, a task's
 * kind says ({@link Measured#trivial}).
 *
 * @param prediction of a row [W]
 */
public record TrivialPredictor(double[] prediction) {

  /**
   * The mean of each of W numbers: the rate of positives, or the mean value.
   *
   * @param labels [n,W]; rows that begin with NaN are missing
   * @throws IllegalArgumentException no label is known
   */
  public static TrivialPredictor mean(double[] labels, int width) {
    double[] sums = new double[width];
    long rows = 0;
    for (int i = 0; i < labels.length; i += width) {
      if (!Double.isNaN(labels[i])) {
        rows++;
        for (int c = 0; c < width; c++) {
          sums[c] += labels[i + c];
        }
      }
    }
    return new TrivialPredictor(divided(sums, rows));
  }

  /**
   * The share of each of C classes; the highest is that of the majority class.
   *
   * @param labels [n] class indices; NaN is missing
   * @throws IllegalArgumentException no label is known
   */
  public static TrivialPredictor shares(double[] labels, int classes) {
    double[] sums = new double[classes];
    double[] known = Arrays.stream(labels).filter(label -> !Double.isNaN(label)).toArray();
    for (double label : known) {
      sums[Rows.classIndex(label, classes)]++;
    }
    return new TrivialPredictor(divided(sums, known.length));
  }

  private static double[] divided(double[] sums, long rows) {
    if (rows == 0) {
      throw new IllegalArgumentException("no training label is known");
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= rows;
    }
    return sums;
  }

  /** The first of the highest entries: the majority class. */
  public int majority() {
    return Rows.highest(prediction, 0, prediction.length);
  }

  /** The prediction for each of n rows, [n * width]. */
  double[] repeated(int rows) {
    double[] all = new double[rows * prediction.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = prediction[i % prediction.length];
    }
    return all;
  }
}
