/**
 * What is learned: a {@link org.taskweave.core.task.TaskSpec} names a question, says how its label
 * is read from the log ({@link org.taskweave.core.task.LabelRule}) and how its head learns; its
 * kind says what labels and predictions are and how they are measured. The order of the task list
 * is the order of heads, outputs and labels everywhere.
 */
package org.taskweave.core.task;
