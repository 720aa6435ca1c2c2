package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * GradNorm (Chen et al. 2018, arXiv:1711.02257): with G_k = |w_k dL_k/dz| and G their mean, weights
 * move down the gradient of sum_k |G_k - G r_k^alpha| (the target held fixed), r_k = (L_k / L_k(0))
 * / (its mean over tasks), and are then scaled to their former sum, K at the start.
 *
 * <p>The gradient is that at the shared representation z; the paper takes the one at the last
 * shared layer's weights.
 */
final class GradNorm implements LossRule {

  private static final double LEAST_WEIGHT = 1e-3;

  private final double alpha;
  private final ScalarAdam weights;
  private final double[] firstLosses;

  GradNorm(double alpha, double learningRate, int tasks) {
    this.alpha = alpha;
    this.weights = new ScalarAdam(learningRate, tasks, 1);
    this.firstLosses = new double[tasks];
    Arrays.fill(firstLosses, Double.NaN);
  }

  @Override
  public double[] factors(LossStep step) {
    double[] factors = weights.values();
    for (int k = 0; k < factors.length; k++) {
      factors[k] = step.known()[k] ? factors[k] : 0;
    }
    return factors;
  }

  @Override
  public void taken(LossStep step, double[] factors, Outcome outcome) {
    int known = step.knownTasks();
    double[] trained = new double[factors.length];
    double meanTrained = 0;
    double meanNorm = 0;
    double sum = 0;
    for (int k = 0; k < factors.length; k++) {
      if (step.known()[k]) {
        if (Double.isNaN(firstLosses[k])) {
          firstLosses[k] = Math.max(step.losses()[k], Double.MIN_NORMAL);
        }
        trained[k] = step.losses()[k] / firstLosses[k];
        meanTrained += trained[k] / known;
        meanNorm += factors[k] * outcome.gradientNorms()[k] / known;
        sum += factors[k];
      }
    }
    if (known < 2 || !(meanTrained > 0)) {
      return;
    }
    double moved = 0;
    for (int k = 0; k < factors.length; k++) {
      if (step.known()[k]) {
        double norm = outcome.gradientNorms()[k];
        double target = meanNorm * Math.pow(trained[k] / meanTrained, alpha);
        weights.step(k, Math.signum(factors[k] * norm - target) * norm);
        weights.set(k, Math.max(LEAST_WEIGHT, weights.value(k)));
        moved += weights.value(k);
      }
    }
    for (int k = 0; k < factors.length; k++) {
      if (step.known()[k]) {
        weights.set(k, weights.value(k) * sum / moved);
      }
    }
  }

  @Override
  public double[] state() {
    return States.join(weights.state(), firstLosses);
  }

  @Override
  public void restore(double[] state) {
    double[] adam = new double[4 * firstLosses.length];
    States.split(state, adam, firstLosses);
    weights.restore(adam);
  }
}
