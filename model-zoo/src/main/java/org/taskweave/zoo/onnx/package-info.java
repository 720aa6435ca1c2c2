/**
 * Weights and sizes out of an ONNX file.
 *
 * <p>The graph is not run. Exporters keep the names of embeddings, layer norms and biases, but fold
 * the transposition of a linear layer into an anonymous [in,out] constant; such a weight is named
 * by the node that multiplies with it ({@code /encoder/layer.0/output/dense/MatMul}) and turned
 * back into [out,in]. What weights do not show, heads above all, is read off the graph's constants.
 */
package org.taskweave.zoo.onnx;
