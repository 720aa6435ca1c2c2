package org.taskweave.nn.attach;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.store.GraphBytes;

/**
 * The operations of a graph without the values of its parameters, as text that a configuration
 * holds.
 *
 * @param base64 SameDiff's own format; parameters are placeholders in it
 * @param inputs names of the placeholders that are fed, in the order of a vertex's inputs
 * @param output name of the result
 * @param parameters names of the variables that the output depends on
 */
public record SavedGraph(
    String base64, List<String> inputs, String output, List<String> parameters) {

  public SavedGraph {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
  }

  /** Takes a graph apart; its parameters become placeholders in it. */
  static SavedGraph of(
      SameDiff graph, List<String> inputs, String output, List<String> parameters) {
    for (String name : parameters) {
      SDVariable variable = graph.getVariable(name);
      variable.setShape(variable.getArr().shape());
      variable.setVariableType(VariableType.PLACEHOLDER);
    }
    ByteBuffer buffer = graph.asFlatBuffers(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new SavedGraph(Base64.getEncoder().encodeToString(bytes), inputs, output, parameters);
  }

  /**
   * A fresh copy, which operations may be added to.
   *
   * @throws org.taskweave.core.InvalidInputException if it came from a file and is damaged there
   */
  SameDiff open() {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("the attached graph is damaged: " + e.getMessage(), e);
    }
    return GraphBytes.read("the attached graph", bytes);
  }
}
