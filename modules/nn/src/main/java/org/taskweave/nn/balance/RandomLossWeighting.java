package org.taskweave.nn.balance;

/**
 * Random loss weighting (Lin et al. 2021, arXiv:2111.10603): in every step w = softmax(z) over the
 * tasks in it, z_k drawn from the standard normal distribution.
 */
final class RandomLossWeighting implements LossRule {

  @Override
  public double[] factors(LossStep step) {
    double[] logits = new double[step.known().length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = step.random().nextGaussian();
    }
    return LossRule.softmax(logits, step.known());
  }
}
