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
 * <p>Which gradient the heads get: factors of rules on losses reach the whole task, its head
 * included, as in their papers (random weighting, dynamic weight average, uncertainty, GradNorm,
 * FAMO, IMTL-L). Rules on gradients combine at the shared representation alone, and a head learns
 * from its own task as it is: so in the papers of MGDA, PCGrad, CAGrad and Aligned-MTL; in IMTL
 * from the loss as IMTL-L scales it. The authors' program for Nash-MTL weighs whole losses; here
 * its heads are left alone, too, which an update rule that ignores scale, such as Adam's, sees as
 * the same.
 *
 * <p>A task without a label in a batch is no part of that step: it is not counted, nothing is
 * projected on it, and what is remembered of it stays as it is.
 */
package org.taskweave.nn.balance;
