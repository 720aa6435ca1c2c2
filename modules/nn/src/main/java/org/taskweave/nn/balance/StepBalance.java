package org.taskweave.nn.balance;

/**
 * How the tasks were weighed in one step.
 *
 * @param lossFactors [K] factor of each task's loss beside its own weight: schedule times the
 *     method's factor; 0 for a task without a label in the batch
 * @param gradientWeights [K] weight of each task's gradient in what the shared part learned from; 0
 *     for a task without a label or gradient there
 * @param cosines [K,K] between the tasks' gradients; NaN where one has none, empty if not read
 */
public record StepBalance(double[] lossFactors, double[] gradientWeights, double[][] cosines) {

  /** Factor of task k's gradient in the shared part, its own weight left aside. */
  public double sharedFactor(int k) {
    return lossFactors[k] * gradientWeights[k];
  }
}
