package org.taskweave.core.calibration;

import java.util.Arrays;

/**
 * An increasing, piecewise linear function of log-odds; beyond its ends it goes on with slope 1, so
 * that what differed still does.
 *
 * @param knots log-odds, ascending
 * @param values calibrated log-odds at the knots, never falling
 */
public record Isotonic(double[] knots, double[] values) implements Calibration {

  public Isotonic {
    if (knots.length == 0 || knots.length != values.length) {
      throw new IllegalArgumentException(
          knots.length + " knots with " + values.length + " values make no function");
    }
    for (int k = 0; k < knots.length; k++) {
      boolean rises = k == 0 || (knots[k] > knots[k - 1] && values[k] >= values[k - 1]);
      if (!rises || !Double.isFinite(knots[k]) || !Double.isFinite(values[k])) {
        throw new IllegalArgumentException("knot " + k + " does not rise above the one before");
      }
    }
    knots = knots.clone();
    values = values.clone();
  }

  @Override
  public double[] knots() {
    return knots.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  @Override
  public void apply(double[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = LogOdds.probability(at(LogOdds.of(row[c])));
    }
  }

  private double at(double logOdds) {
    int last = knots.length - 1;
    if (logOdds <= knots[0]) {
      return values[0] + logOdds - knots[0];
    }
    if (logOdds >= knots[last]) {
      return values[last] + logOdds - knots[last];
    }
    int found = Arrays.binarySearch(knots, logOdds);
    int next = found >= 0 ? Math.max(1, found) : -found - 1;
    double share = (logOdds - knots[next - 1]) / (knots[next] - knots[next - 1]);
    return values[next - 1] + share * (values[next] - values[next - 1]);
  }

  @Override
  public String summary() {
    return knots.length == 1 ? "isotonic, 1 level" : "isotonic, " + knots.length + " levels";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Isotonic that
        && Arrays.equals(knots, that.knots)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(knots) + Arrays.hashCode(values);
  }
}
