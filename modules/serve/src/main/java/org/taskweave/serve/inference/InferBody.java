package org.taskweave.serve.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** An inference request of the protocol. */
record InferBody(
    String id, Map<String, JsonNode> parameters, List<Input> inputs, List<Output> outputs) {

  /**
   * A tensor.
   *
   * @param data row-major, flat or nested
   */
  record Input(
      String name,
      List<Long> shape,
      String datatype,
      Map<String, JsonNode> parameters,
      JsonNode data) {}

  /** An output that is asked for. */
  record Output(String name, Map<String, JsonNode> parameters) {}
}
