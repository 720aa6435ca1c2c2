package org.taskweave.core.calibration;

/** How a task's probabilities are calibrated. */
public enum CalibrationMethod {
  /** One number for all: {@link Temperature}. */
  TEMPERATURE {
    @Override
    Calibration fitted(double[] labels, double[] scores, int width) {
      return TemperatureFit.fit(labels, scores, width);
    }
  },
  /** An increasing function of any form, for probabilities of yes: {@link Isotonic}. */
  ISOTONIC {
    @Override
    Calibration fitted(double[] labels, double[] scores, int width) {
      return IsotonicFit.fit(labels, scores, width);
    }
  };

  abstract Calibration fitted(double[] labels, double[] scores, int width);

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
    return fitted(labels, scores, width);
  }
}
