package org.taskweave.nn.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

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

  /** A fresh copy, which operations may be added to. */
  SameDiff open() {
    try {
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
    } catch (IOException e) {
      throw new IllegalStateException("the attached graph is damaged", e);
    }
  }
}
