package org.taskweave.onnx.score;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;

/**
 * How ONNX Runtime runs a file.
 *
 * @param threads within one call; 0 for one per core
 * @param optimised whether it may rewrite the graph when it loads it
 */
public record RuntimeOptions(int threads, boolean optimised) {

  /** One thread per core, optimised. */
  public static final RuntimeOptions DEFAULT = new RuntimeOptions(0, true);

  /** Checks the number of threads. */
  public RuntimeOptions {
    if (threads < 0) {
      throw new InvalidInputException(
          threads + " threads cannot run anything: give at least 1, or 0 for one per core");
    }
  }

  OrtSession open(Path file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(
          optimised
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.NO_OPT);
      return RuntimeEnvironment.get().createSession(file.toString(), options);
    }
  }
}
