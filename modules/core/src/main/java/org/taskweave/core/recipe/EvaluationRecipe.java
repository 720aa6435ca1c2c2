package org.taskweave.core.recipe;

/**
 * How a trained model is scored.
 *
 * @param bootstrapSamples resamples behind each metric's 95 % interval
 * @param batchSize rows scored at once
 */
public record EvaluationRecipe(int bootstrapSamples, int batchSize) {}
