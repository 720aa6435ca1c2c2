package org.taskweave.onnx.score;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Locale;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;

/** What ONNX Runtime's errors mean for the user. */
final class RuntimeMessages {

  private RuntimeMessages() {}

  static InvalidInputException refusedFile(Path file, OrtException error) {
    String message = error.getMessage().toLowerCase(Locale.ROOT);
    String meaning;
    if (message.contains("protobuf") || message.contains("no graph was found")) {
      meaning = "is no ONNX file, or a damaged one: copy or export it again";
    } else if (message.contains("opset") || message.contains("ir version")) {
      meaning = "is written in a version of ONNX that this ONNX Runtime cannot run";
    } else if (message.contains("external") || message.contains("model_path")) {
      meaning = "its second file (.data) is missing or damaged: keep both in one folder";
    } else {
      meaning = "ONNX Runtime cannot load it";
    }
    return new InvalidInputException(
        file + ": " + meaning + ". ONNX Runtime says: " + error.getMessage(), error);
  }

  static RuntimeException failedRun(Path file, SequenceInput input, OrtException error) {
    return new IllegalStateException(
        file
            + ": ONNX Runtime cannot run a batch of "
            + input.batchSize()
            + " sequences of "
            + input.length()
            + " tokens: "
            + error.getMessage(),
        error);
  }
}
