/**
 * How tasks are weighed against each other while they train together.
 *
 * <p>A {@link org.taskweave.nn.balance.LossRule} gives each task's loss a factor; a {@link
 * org.taskweave.nn.balance.GradientRule} combines the tasks' gradients at the shared
 * representation. All of these combine gradients linearly, so that the rule sees only their {@link
 * org.taskweave.nn.balance.Gram} matrix and gives weights: K*K dot products, and one backward pass
 * through the encoder. {@link org.taskweave.nn.balance.TaskBalance} is what a training step uses;
 * {@link org.taskweave.nn.balance.JunctionVertex} and {@link org.taskweave.nn.balance.TapVertex}
 * are where it meets the ComputationGraph.
 *
 * <p>A task without a label in a batch is no part of that step: it is not counted, nothing is
 * projected on it, and what is remembered of it stays as it is.
 */
package org.taskweave.nn.balance;
