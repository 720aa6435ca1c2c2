package org.taskweave.onnx.export;

import org.taskweave.onnx.compress.HalfPrecisionStorage;
import org.taskweave.onnx.compress.IntegerWeights;
import org.taskweave.onnx.graph.OnnxGraph;

/** How a file stores and uses weights. */
public enum Precision {
  /** Single precision, as trained. */
  FP32("fp32", 1e-4),
  /** Weights stored in half precision and widened when the file is loaded: half the size. */
  FP16_STORAGE("fp16 storage", 1e-2),
  /** Weights in 8 bits, one scale per output; activations are quantized at run time. */
  INT8("int8", 0.25);

  private final String label;
  private final double defaultTolerance;

  Precision(String label, double defaultTolerance) {
    this.label = label;
    this.defaultTolerance = defaultTolerance;
  }

  /** What the file's metadata call it. */
  public String label() {
    return label;
  }

  /**
   * The most that an output may differ from the model's, absolute. Rounded weights move outputs by
   * what training makes of them: beyond single precision it only catches broken files, and the
   * metrics on a test split say what was lost.
   */
  public double defaultTolerance() {
    return defaultTolerance;
  }

  OnnxGraph applyTo(OnnxGraph graph) {
    return switch (this) {
      case FP32 -> graph;
      case FP16_STORAGE -> HalfPrecisionStorage.apply(graph);
      case INT8 -> IntegerWeights.apply(graph);
    };
  }
}
