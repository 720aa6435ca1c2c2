package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * Dynamic weight average (Liu et al. 2019, arXiv:1803.10704): w_k = K exp(r_k / T) / sum_i exp(r_i
 * / T), r_k the ratio of the task's mean losses in the last two epochs; all 1 in the first two
 * epochs. A task whose ratio is not known has r_k = 1.
 */
final class DynamicWeightAverage implements LossRule {

  private final double temperature;
  private final double[] epoch = {0};
  private final double[] sums;
  private final double[] counts;
  private final double[] last;
  private final double[] beforeLast;

  DynamicWeightAverage(double temperature, int tasks) {
    this.temperature = temperature;
    this.sums = new double[tasks];
    this.counts = new double[tasks];
    this.last = new double[tasks];
    this.beforeLast = new double[tasks];
    Arrays.fill(last, Double.NaN);
    Arrays.fill(beforeLast, Double.NaN);
  }

  @Override
  public double[] factors(LossStep step) {
    endEpochsBefore(step.epoch());
    double[] logits = new double[sums.length];
    for (int k = 0; k < logits.length; k++) {
      double ratio = last[k] / beforeLast[k];
      logits[k] = (Double.isFinite(ratio) ? ratio : 1) / temperature;
    }
    double[] weights = LossRule.softmax(logits, step.known());
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= step.knownTasks();
    }
    return weights;
  }

  private void endEpochsBefore(int now) {
    if (now == (int) epoch[0]) {
      return;
    }
    epoch[0] = now;
    for (int k = 0; k < sums.length; k++) {
      if (counts[k] > 0) {
        beforeLast[k] = last[k];
        last[k] = sums[k] / counts[k];
      }
      sums[k] = 0;
      counts[k] = 0;
    }
  }

  @Override
  public void taken(LossStep step, double[] factors, Outcome outcome) {
    for (int k = 0; k < sums.length; k++) {
      if (step.known()[k]) {
        sums[k] += step.losses()[k];
        counts[k]++;
      }
    }
  }

  @Override
  public double[] state() {
    return States.join(epoch, sums, counts, last, beforeLast);
  }

  @Override
  public void restore(double[] state) {
    States.split(state, epoch, sums, counts, last, beforeLast);
  }
}
