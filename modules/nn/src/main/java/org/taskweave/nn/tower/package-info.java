/**
 * Pretrained layers that a task's head is built on, read from files of other programs.
 *
 * <p>{@link org.taskweave.nn.tower.KerasTower} reads a sequential Keras model. Its steps become
 * plain layers of the ComputationGraph, so that saving, restoring and the export to ONNX know
 * nothing of towers. {@link org.taskweave.nn.tower.GraphTower} reads a saved SameDiff graph, which
 * {@link org.taskweave.nn.attach.AttachedVertex} runs.
 */
package org.taskweave.nn.tower;
