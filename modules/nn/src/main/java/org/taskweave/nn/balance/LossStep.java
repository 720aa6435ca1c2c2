package org.taskweave.nn.balance;

import java.util.random.RandomGenerator;

/**
 * What a rule on losses sees of a step; all arrays are of all K tasks.
 *
 * @param losses without any weight; NaN where not known
 * @param known whether the task has a label in the batch, and a weight above 0
 * @param epoch 0-based
 * @param random the step's own
 */
record LossStep(double[] losses, boolean[] known, int epoch, RandomGenerator random) {

  int knownTasks() {
    int count = 0;
    for (boolean task : known) {
      count += task ? 1 : 0;
    }
    return count;
  }
}
