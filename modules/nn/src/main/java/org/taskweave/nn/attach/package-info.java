/**
 * Graphs of other programs in a model: as a head's tower, or in the encoder's place.
 *
 * <p>{@link org.taskweave.nn.attach.GraphFile} reads a saved SameDiff graph, tries it and takes it
 * apart: operations into the configuration of an {@link org.taskweave.nn.attach.AttachedVertex},
 * values into the model's parameters. {@link org.taskweave.nn.attach.AttachedGraphVertex} runs it
 * by the engine's plans.
 */
package org.taskweave.nn.attach;
