package org.taskweave.onnx.score;

import ai.onnxruntime.OrtEnvironment;
import org.taskweave.core.file.UnpackedLibrary;

/** ONNX Runtime, whose libraries leave no file behind. */
public final class RuntimeEnvironment {

  private static final OrtEnvironment ENVIRONMENT = loaded();

  private RuntimeEnvironment() {}

  private static OrtEnvironment loaded() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    UnpackedLibrary.unlink("onnxruntime-java");
    return environment;
  }

  /** The one of this process. */
  public static OrtEnvironment get() {
    return ENVIRONMENT;
  }
}
