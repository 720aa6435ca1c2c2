package org.taskweave.nn.share;

import org.taskweave.engine.vertex.RowFunctionVertex;

/**
 * A task whose logit depends on that of another task.
 *
 * @param before the task it depends on
 * @param task the task
 * @param vertex reads the logits [B,1] of {@code before} and of {@code task}, and the token mask
 *     [B,T] where it asks for one; puts out the logit [B,1] that is trained and predicted
 */
public record HeadLink(String before, String task, RowFunctionVertex vertex) {}
