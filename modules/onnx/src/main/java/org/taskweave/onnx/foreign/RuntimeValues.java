package org.taskweave.onnx.foreign;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.onnx.score.RuntimeEnvironment;

/** What ONNX Runtime computes for every node of a graph. */
final class RuntimeValues {

  private RuntimeValues() {}

  /** Results in single precision by name, of all nodes. */
  static Map<String, INDArray> of(Path file, ModelProto model, Map<String, INDArray> inputs) {
    OrtEnvironment environment = RuntimeEnvironment.get();
    Map<String, OnnxTensor> fed = new HashMap<>();
    try (OrtSession session = environment.createSession(withAllResults(model).toByteArray())) {
      for (Map.Entry<String, INDArray> input : inputs.entrySet()) {
        fed.put(input.getKey(), tensor(environment, input.getValue()));
      }
      Map<String, INDArray> values = new LinkedHashMap<>();
      try (OrtSession.Result results = session.run(fed)) {
        for (Map.Entry<String, OnnxValue> result : results) {
          if (result.getValue() instanceof OnnxTensor tensor) {
            FloatBuffer floats = tensor.getFloatBuffer();
            if (floats != null) {
              float[] copy = new float[floats.remaining()];
              floats.get(copy);
              values.put(
                  result.getKey(), Nd4j.createFromArray(copy).reshape(tensor.getInfo().getShape()));
            }
          }
        }
      }
      return values;
    } catch (OrtException e) {
      throw new InvalidInputException(
          file
              + ": ONNX Runtime cannot run it, so that its import cannot be checked: "
              + e.getMessage(),
          e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static ModelProto withAllResults(ModelProto model) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> known = new HashSet<>();
    graph.getOutputList().forEach(output -> known.add(output.getName()));
    for (NodeProto node : model.getGraph().getNodeList()) {
      for (String result : node.getOutputList()) {
        if (!result.isEmpty() && known.add(result)) {
          graph.addOutput(ValueInfoProto.newBuilder().setName(result));
        }
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static OnnxTensor tensor(OrtEnvironment environment, INDArray value) throws OrtException {
    INDArray flat = value.dup('c').reshape(new long[] {value.length()});
    return switch (value.dataType()) {
      case LONG ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(flat.toLongVector()), value.shape());
      case INT ->
          OnnxTensor.createTensor(environment, IntBuffer.wrap(flat.toIntVector()), value.shape());
      case DOUBLE ->
          OnnxTensor.createTensor(
              environment, java.nio.DoubleBuffer.wrap(flat.toDoubleVector()), value.shape());
      default ->
          OnnxTensor.createTensor(
              environment, FloatBuffer.wrap(flat.toFloatVector()), value.shape());
    };
  }
}
