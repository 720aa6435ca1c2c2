/**
 * The whole model: one ComputationGraph from token ids to every task's output.
 *
 * <p>encoder, pooling, user features joined to a shared representation, an architecture of {@link
 * org.taskweave.nn.share} on top of it, one head per task in the order of the task list. {@link
 * org.taskweave.nn.model.MultiTaskModel} predicts; {@link org.taskweave.nn.model.TrainingStep} is
 * one forward, one backward and one update.
 */
package org.taskweave.nn.model;
