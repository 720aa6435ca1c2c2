package org.taskweave.core.task;

import java.util.Optional;

/**
 * How a task's head is built and learns.
 *
 * @param hidden units of one hidden layer between the shared representation and the output; 0 for
 *     none
 * @param dropout probability of dropping an input of the head, 0 to below 1
 * @param l2 the loss gains l2 * (sum of squares of the head's weights, without biases)
 * @param learningRate the head's own; the recipe's training rate when absent
 */
public record HeadSpec(int hidden, double dropout, double l2, Optional<Double> learningRate) {}
