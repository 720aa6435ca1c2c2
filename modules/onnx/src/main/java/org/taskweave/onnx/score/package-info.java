/** Runs exported files with ONNX Runtime: the other engine behind {@code BatchScorer}. */
package org.taskweave.onnx.score;
