/**
 * What the network makes of each kind of task. A {@link org.taskweave.nn.head.TaskHead} is one
 * class for each kind of {@link org.taskweave.core.task.TaskSpec}; it owns loss, activation, output
 * layers, what labels look like to the loss, and what is said of its output to those who serve it.
 */
package org.taskweave.nn.head;
