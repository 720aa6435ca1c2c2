package org.taskweave.hyperparam.compare;

import java.util.List;

/**
 * Values over seeds.
 *
 * @param mean their mean
 * @param deviation their sample standard deviation (n - 1); NaN for fewer than two
 */
public record Spread(double mean, double deviation) {

  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        mean, values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)));
  }
}
