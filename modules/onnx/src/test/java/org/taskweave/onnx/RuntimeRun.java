package org.taskweave.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.Tensor;

/** Runs an ONNX file in ONNX Runtime without any of its optimisations, as strictly as it can. */
public final class RuntimeRun {

  private RuntimeRun() {}

  /** A result. */
  public record Result(long[] shape, double[] values) {}

  /** The outputs by name. */
  public static Map<String, Result> of(Path file, Map<String, INDArray> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        for (Map.Entry<String, INDArray> input : inputs.entrySet()) {
          tensors.put(input.getKey(), tensor(environment, input.getValue()));
        }
        tensors.keySet().retainAll(session.getInputNames());
        Map<String, Result> results = new LinkedHashMap<>();
        try (OrtSession.Result outputs = session.run(tensors)) {
          for (Map.Entry<String, OnnxValue> output : outputs) {
            results.put(output.getKey(), result((OnnxTensor) output.getValue()));
          }
        }
        return results;
      }
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, INDArray array) throws OrtException {
    ByteBuffer content = Tensor.of("input", array).content().get();
    ByteBuffer direct =
        ByteBuffer.allocateDirect(content.capacity()).order(ByteOrder.nativeOrder());
    direct.put(content).rewind();
    OnnxJavaType type =
        switch (ElementType.of(array.dataType())) {
          case FLOAT -> OnnxJavaType.FLOAT;
          case DOUBLE -> OnnxJavaType.DOUBLE;
          case INT64 -> OnnxJavaType.INT64;
          case INT32 -> OnnxJavaType.INT32;
          case BOOL -> OnnxJavaType.BOOL;
          default -> throw new AssertionError("no input of type " + array.dataType());
        };
    return OnnxTensor.createTensor(environment, direct, array.shape(), type);
  }

  private static Result result(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    int length = (int) info.getNumElements();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (info.type) {
            case FLOAT -> tensor.getFloatBuffer().get(i);
            case DOUBLE -> tensor.getDoubleBuffer().get(i);
            case INT64 -> tensor.getLongBuffer().get(i);
            case INT32 -> tensor.getIntBuffer().get(i);
            case BOOL -> tensor.getByteBuffer().get(i);
            default -> throw new AssertionError("no output of type " + info.type);
          };
    }
    return new Result(info.getShape(), values);
  }
}
