/**
 * ONNX: one file that says the same as the model, for those who serve it.
 *
 * <p>A network ({@code network}) is walked vertex by vertex; its encoder and any other SameDiff
 * graph ({@code samediff}) operation by operation. Both write into an ONNX graph ({@code graph}),
 * which may be made smaller ({@code compress}). {@code export} writes a bundle's file with what is
 * needed to feed it and proves that ONNX Runtime computes what the model does; {@code score} runs
 * it.
 */
package org.taskweave.onnx;
