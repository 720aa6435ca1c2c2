package org.taskweave.onnx.export;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.taskweave.core.file.JsonText;

/** Parity reports as JSON. */
final class ParityJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ParityJson() {}

  static String of(List<ParityReport> reports) {
    return JsonText.of(JSON, reports) + "\n";
  }
}
