/**
 * Where values come from: Arbiter's random, grid and genetic search, and {@link
 * org.taskweave.hyperparam.generate.TpeGenerator}.
 */
package org.taskweave.hyperparam.generate;
