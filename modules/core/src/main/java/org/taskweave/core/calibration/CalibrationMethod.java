package org.taskweave.core.calibration;

/** How a task's probabilities are calibrated. */
public enum CalibrationMethod {
  /** One number for all: {@link Temperature}. */
  TEMPERATURE(TemperatureFit::fit),
  /** An increasing function of any form, for probabilities of yes: {@link Isotonic}. */
  ISOTONIC(IsotonicFit::fit);

  @FunctionalInterface
  private interface Fit {
    Calibration of(double[] labels, double[] scores, int width);
  }

  private final Fit fit;

  CalibrationMethod(Fit fit) {
    this.fit = fit;
  }

  /**
   * Fits a calibration.
   *
   * @param labels [n] 0 or 1 where width is 1, or else indices of classes; none missing, n above 0
   * @param scores [n, width] probabilities that were not learned from these labels
   */
  public Calibration fit(double[] labels, double[] scores, int width) {
    if (labels.length == 0 || scores.length != labels.length * width) {
      throw new IllegalArgumentException(
          labels.length + " labels, " + scores.length + " scores of width " + width);
    }
    return fit.of(labels, scores, width);
  }
}
