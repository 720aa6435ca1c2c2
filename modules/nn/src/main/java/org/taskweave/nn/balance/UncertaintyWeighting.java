package org.taskweave.nn.balance;

/**
 * Uncertainty weighting (Kendall et al. 2018, arXiv:1705.07115): the loss is sum_k a_k exp(-s_k)
 * L_k + s_k / 2 with learned log variances s_k = log sigma_k^2, a_k = 1/2 for squared errors and 1
 * for cross-entropies. s_k starts at 0 and settles where a_k exp(-s_k) L_k = 1/2.
 */
final class UncertaintyWeighting implements LossRule {

  private final ScalarAdam logVariances;
  private final boolean[] squaredError;

  UncertaintyWeighting(double learningRate, boolean[] squaredError) {
    this.logVariances = new ScalarAdam(learningRate, squaredError.length, 0);
    this.squaredError = squaredError.clone();
  }

  @Override
  public double[] factors(LossStep step) {
    double[] factors = new double[squaredError.length];
    for (int k = 0; k < factors.length; k++) {
      double half = squaredError[k] ? 0.5 : 1;
      factors[k] = step.known()[k] ? half * Math.exp(-logVariances.value(k)) : 0;
    }
    return factors;
  }

  @Override
  public void taken(LossStep step, double[] factors, Outcome outcome) {
    for (int k = 0; k < factors.length; k++) {
      if (step.known()[k]) {
        logVariances.step(k, 0.5 - factors[k] * step.losses()[k]);
      }
    }
  }

  @Override
  public double[] state() {
    return logVariances.state();
  }

  @Override
  public void restore(double[] state) {
    logVariances.restore(state);
  }
}
