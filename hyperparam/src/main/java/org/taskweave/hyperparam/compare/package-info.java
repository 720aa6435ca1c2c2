/**
 * Methods of training tasks together, compared over seeds with each other and with models of one
 * task alone.
 *
 * <p>{@link org.taskweave.hyperparam.compare.MethodComparison} trains what is not done yet and
 * keeps each finished training as a line of a file; {@link
 * org.taskweave.hyperparam.compare.Comparison} is the arithmetic over those lines.
 */
package org.taskweave.hyperparam.compare;
