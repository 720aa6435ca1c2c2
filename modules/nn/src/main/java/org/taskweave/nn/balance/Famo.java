package org.taskweave.nn.balance;

/**
 * FAMO (Liu et al. 2023, arXiv:2306.03792): the factor of L_k is c z_k / L_k, z = softmax(x) over
 * the tasks in the batch, c = 1 / sum_k (z_k / L_k), the gradient of c sum_k z_k log L_k. After the
 * step x moves down J^T d + gamma x, d_k = log L_k before - log L_k after the step on the same
 * batch, J the softmax's Jacobian: tasks that improved less than others gain weight.
 */
final class Famo implements LossRule {

  private static final double EPSILON = 1e-8;

  private final double decay;
  private final ScalarAdam logits;

  Famo(double learningRate, double decay, int tasks) {
    this.decay = decay;
    this.logits = new ScalarAdam(learningRate, tasks, 0);
  }

  @Override
  public double[] factors(LossStep step) {
    double[] factors = LossRule.softmax(logits.values(), step.known());
    double sum = 0;
    for (int k = 0; k < factors.length; k++) {
      factors[k] = step.known()[k] ? factors[k] / (step.losses()[k] + EPSILON) : 0;
      sum += factors[k];
    }
    for (int k = 0; k < factors.length && sum > 0; k++) {
      factors[k] /= sum;
    }
    return factors;
  }

  @Override
  public boolean asksForLossesAfter() {
    return true;
  }

  @Override
  public void taken(LossStep step, double[] factors, Outcome outcome) {
    double[] shares = LossRule.softmax(logits.values(), step.known());
    double[] improved = new double[shares.length];
    double mean = 0;
    for (int k = 0; k < shares.length; k++) {
      if (step.known()[k]) {
        improved[k] =
            Math.log(step.losses()[k] + EPSILON) - Math.log(outcome.lossesAfter()[k] + EPSILON);
        mean += shares[k] * improved[k];
      }
    }
    for (int k = 0; k < shares.length; k++) {
      if (step.known()[k]) {
        logits.step(k, shares[k] * (improved[k] - mean) + decay * logits.value(k));
      }
    }
  }

  @Override
  public double[] state() {
    return logits.state();
  }

  @Override
  public void restore(double[] state) {
    logits.restore(state);
  }
}
