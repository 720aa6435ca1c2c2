/**
 * ONNX files of other programs as saved SameDiff graphs, which can be attached to a model.
 *
 * <p>{@link org.taskweave.onnx.foreign.OnnxImport} uses DL4J's own importer, which fails for some
 * files and, worse, misreads others. What it makes of a file is therefore compared with ONNX
 * Runtime node by node, and the first node that is refused or computed differently is named.
 */
package org.taskweave.onnx.foreign;
