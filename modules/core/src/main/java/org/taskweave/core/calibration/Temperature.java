package org.taskweave.core.calibration;

import java.util.Locale;

/**
 * Log-odds, or logarithms of classes' probabilities, over a temperature (Guo et al. 2017,
 * arXiv:1706.04599): above 1 all become less sure.
 */
public record Temperature(double temperature) implements Calibration {

  /** A class's probability counts as at least this. */
  public static final double LEAST_CLASS_PROBABILITY = 1e-30;

  public Temperature {
    if (!Double.isFinite(temperature) || temperature <= 0) {
      throw new IllegalArgumentException("a temperature of " + temperature + " divides nothing");
    }
  }

  @Override
  public void apply(double[] row) {
    if (row.length == 1) {
      row[0] = LogOdds.probability(LogOdds.of(row[0]) / temperature);
      return;
    }
    double sum = 0;
    double most = 0;
    for (double probability : row) {
      most = Math.max(most, probability);
    }
    for (int c = 0; c < row.length; c++) {
      row[c] = Math.pow(Math.max(LEAST_CLASS_PROBABILITY, row[c]) / most, 1 / temperature);
      sum += row[c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] /= sum;
    }
  }

  @Override
  public String summary() {
    return String.format(Locale.ROOT, "temperature %.3f", temperature);
  }
}
