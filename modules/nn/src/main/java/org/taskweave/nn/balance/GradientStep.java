package org.taskweave.nn.balance;

import java.util.random.RandomGenerator;

/**
 * What a rule on gradients sees of a step: tasks that have a label and a gradient there.
 *
 * @param gram of their K gradients
 * @param tasks [K] their indices, ascending
 * @param losses [K]
 * @param random the step's own
 */
record GradientStep(Gram gram, int[] tasks, double[] losses, RandomGenerator random) {}
