package org.taskweave.hyperparam.compare;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Values over seeds.
 *
 * @param count how many
 * @param mean their mean
 * @param deviation their sample standard deviation (n - 1); NaN for fewer than two
 */
public record Spread(int count, double mean, double deviation) {

  private static final double UPPER = 0.975;

  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        values.size(),
        mean,
        values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)));
  }

  /** Half the width of the mean's 95 % t-interval; NaN for fewer than two values. */
  public double halfInterval() {
    return count < 2
        ? Double.NaN
        : new TDistribution(count - 1).inverseCumulativeProbability(UPPER)
            * deviation
            / Math.sqrt(count);
  }
}
