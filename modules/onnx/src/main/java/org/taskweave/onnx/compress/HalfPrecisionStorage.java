package org.taskweave.onnx.compress;

import static org.taskweave.onnx.graph.Attributes.integer;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

/**
 * Stores weights in half precision and widens them where they are used. ONNX Runtime widens them
 * once, when it loads the file: half the size on disk, the same speed and memory as single
 * precision. (A graph that computes in half precision is slower on processors without such
 * instructions.)
 */
public final class HalfPrecisionStorage {

  private static final int FEWEST_VALUES = 256;
  private static final float LARGEST = 65504;

  private HalfPrecisionStorage() {}

  /** The same graph with its larger single-precision constants stored in half. */
  public static OnnxGraph apply(OnnxGraph graph) {
    OnnxGraph smaller = graph.frame();
    for (Tensor tensor : graph.constants().values()) {
      if (tensor.type() != ElementType.FLOAT
          || tensor.length() < FEWEST_VALUES
          || !fits(tensor.floats())) {
        smaller.constant(tensor);
        continue;
      }
      String stored =
          smaller.constant(
              new Tensor(
                  smaller.newName(tensor.name() + "/half"),
                  ElementType.FLOAT16,
                  tensor.dims(),
                  () -> half(tensor.floats())));
      smaller.addTo(
          "Cast",
          List.of(stored),
          List.of(tensor.name()),
          integer("to", ElementType.FLOAT.number()));
    }
    graph.nodes().forEach(smaller::copy);
    return smaller;
  }

  private static boolean fits(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer half(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * ElementType.FLOAT16.bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .asShortBuffer()
        .put(Fp16Conversions.convertFloatBufferToFp16Buffer(FloatBuffer.wrap(values)));
    return bytes;
  }
}
