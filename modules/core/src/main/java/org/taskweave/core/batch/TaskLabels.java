package org.taskweave.core.batch;

/**
 * The labels of one task for a batch, and which of them are known; R rows as in {@link
 * SequenceInput}.
 *
 * @param values [R, labelWidth] as the task's kind says ({@link
 *     org.taskweave.core.task.TaskSpec#labelForm}): 0 or 1, a class index, a value, a row of the
 *     catalog; [B,T] where each token has a label
 * @param mask 1 where the label is known, 0 where it is missing (the value is then ignored); in
 *     training it may be another number above 0, the label's weight in the loss
 */
public record TaskLabels(float[] values, float[] mask) {}
