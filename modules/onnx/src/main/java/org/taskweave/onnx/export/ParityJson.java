package org.taskweave.onnx.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Parity reports as JSON. */
final class ParityJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ParityJson() {}

  static String of(List<ParityReport> reports) {
    try {
      return JSON.writeValueAsString(reports) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("reports are always JSON", e);
    }
  }
}
