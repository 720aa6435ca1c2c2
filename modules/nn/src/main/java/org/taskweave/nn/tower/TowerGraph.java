package org.taskweave.nn.tower;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The operations of a saved graph without the values of its variables, as text that a configuration
 * holds.
 *
 * @param base64 SameDiff's own format; variables are placeholders in it
 * @param input name of the placeholder [N,F]
 * @param output name of the result [N,G]
 * @param variables names of the variables that the output depends on
 */
record TowerGraph(String base64, String input, String output, List<String> variables) {

  TowerGraph {
    variables = List.copyOf(variables);
  }

  /** A fresh copy, which operations may be added to. */
  SameDiff open() {
    try {
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
    } catch (java.io.IOException e) {
      throw new IllegalStateException("the tower's graph is damaged", e);
    }
  }
}
