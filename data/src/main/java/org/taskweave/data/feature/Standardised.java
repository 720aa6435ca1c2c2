package org.taskweave.data.feature;

/**
 * A number as training saw it: (x - mean) / deviation, at most 5 deviations from the mean.
 *
 * @param log1p x becomes sign(x) * log(1 + |x|) first
 * @param deviation above 0; 1 where training saw one value only
 */
record Standardised(boolean log1p, double mean, double deviation) {

  Standardised {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "a scale of mean " + mean + " and deviation " + deviation + " scales nothing");
    }
  }

  private static final double MOST_DEVIATIONS = 5;

  /** Learns from values, NaN left out; mean 0 and deviation 1 where there is none. */
  static Standardised of(double[] values, boolean log1p) {
    double sum = 0;
    int count = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        sum += transformed(value, log1p);
        count++;
      }
    }
    if (count == 0) {
      return new Standardised(log1p, 0, 1);
    }
    double mean = sum / count;
    double squares = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        double error = transformed(value, log1p) - mean;
        squares += error * error;
      }
    }
    double deviation = Math.sqrt(squares / count);
    return new Standardised(
        log1p, mean, deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 1);
  }

  /** What the model reads; 0, the mean, for NaN. */
  float of(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    double standard = (transformed(value, log1p) - mean) / deviation;
    return (float) Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, standard));
  }

  private static double transformed(double value, boolean log1p) {
    return log1p ? Math.copySign(Math.log1p(Math.abs(value)), value) : value;
  }
}
