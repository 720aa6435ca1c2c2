/**
 * Runs a study on Arbiter's LocalOptimizationRunner, and goes on with one after a kill.
 *
 * <p>Three things of Arbiter 1.0.0-beta7 are made up for here: its runner never ends when a
 * generator has no more candidates; it tells its generator nothing of failed ones; and it counts
 * the best score of the current process only.
 */
package org.taskweave.hyperparam.run;
