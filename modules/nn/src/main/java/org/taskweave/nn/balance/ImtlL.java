package org.taskweave.nn.balance;

/**
 * IMTL-L (Liu et al. 2021, "Towards Impartial Multi-task Learning"): the loss is sum_k exp(s_k) L_k
 * - s_k with learned scales s_k, which start at 0 and settle where exp(s_k) L_k = 1: all scaled
 * losses are then the same, whatever the losses' units.
 */
final class ImtlL implements LossRule {

  private final ScalarAdam scales;

  ImtlL(double learningRate, int tasks) {
    this.scales = new ScalarAdam(learningRate, tasks, 0);
  }

  @Override
  public double[] factors(LossStep step) {
    double[] factors = scales.values();
    for (int k = 0; k < factors.length; k++) {
      factors[k] = step.known()[k] ? Math.exp(factors[k]) : 0;
    }
    return factors;
  }

  @Override
  public void taken(LossStep step, double[] factors, Outcome outcome) {
    for (int k = 0; k < factors.length; k++) {
      if (step.known()[k]) {
        scales.step(k, factors[k] * step.losses()[k] - 1);
      }
    }
  }

  @Override
  public double[] state() {
    return scales.state();
  }

  @Override
  public void restore(double[] state) {
    scales.restore(state);
  }
}
