/**
 * ONNX graphs as they are built and written: tensors, nodes, files; no ND4J graph is known here.
 */
package org.taskweave.onnx.graph;
