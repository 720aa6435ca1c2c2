package org.taskweave.core.calibration;

/** Probabilities on the scale that calibration works on; never infinite. */
final class LogOdds {

  /** Probabilities nearer to 0 or 1 count as that near. */
  static final double LEAST = 1e-7;

  private LogOdds() {}

  static double of(double probability) {
    double clipped = Math.min(1 - LEAST, Math.max(LEAST, probability));
    return Math.log(clipped) - Math.log1p(-clipped);
  }

  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
