/**
 * Losses of tasks as DL4J loss functions: weighted, over the rows whose label is known.
 *
 * <p>A task's loss is weight * (sum of the row losses with mask 1) / (their number); a batch
 * without a known label contributes 0. The network is configured with miniBatch(false), so DL4J
 * divides by nothing. Losses work on logits; the output layer's activation only serves its output.
 */
package org.taskweave.nn.loss;
