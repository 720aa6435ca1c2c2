package org.taskweave.onnx.foreign;

import java.nio.file.Path;
import onnx.Onnx.NodeProto;
import org.taskweave.core.InvalidInputException;

/** Messages that name a file and a node. */
final class Refusals {

  private Refusals() {}

  static InvalidInputException node(Path file, NodeProto node, String what, Throwable cause) {
    String name = node.getName().isEmpty() ? "(unnamed)" : node.getName();
    return new InvalidInputException(
        file
            + ": node \""
            + name
            + "\" ("
            + node.getOpType()
            + ", result \""
            + (node.getOutputCount() == 0 ? "" : node.getOutput(0))
            + "\") "
            + what
            + ". Export the model with other operators in its place, save it as a SameDiff graph"
            + " (.fb) by other means, or, for a BERT encoder, name the .onnx file as encoder.model:"
            + " its weights are then read without importing the graph",
        cause);
  }
}
