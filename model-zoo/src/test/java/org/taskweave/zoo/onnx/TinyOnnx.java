package org.taskweave.zoo.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A one-layer BERT with V=5, H=4, I=6, A=2, 3 positions and 2 types, as an exporter would write it
 * (only the nodes that matter for reading). A linear constant [in,out] holds 10 * in + out.
 */
public final class TinyOnnx {

  private static final String LAYER = "encoder.layer.0.";

  final GraphProto.Builder graph = GraphProto.newBuilder();

  public TinyOnnx() {
    floats("embeddings.word_embeddings.weight", 5, 4);
    floats("embeddings.position_embeddings.weight", 3, 4);
    floats("embeddings.token_type_embeddings.weight", 2, 4);
    layerNorm("embeddings.LayerNorm");
    linear(LAYER + "attention.self.query", 101, 4, 4);
    linear(LAYER + "attention.self.key", 102, 4, 4);
    linear(LAYER + "attention.self.value", 103, 4, 4);
    linear(LAYER + "attention.output.dense", 104, 4, 4);
    layerNorm(LAYER + "attention.output.LayerNorm");
    linear(LAYER + "intermediate.dense", 105, 4, 6);
    linear(LAYER + "output.dense", 106, 6, 4);
    layerNorm(LAYER + "output.LayerNorm");
    node("Erf", "/encoder/layer.0/intermediate/act/Erf_output_0", "x");
    integers("embeddings.position_ids", 0, 1, 2);
    splitHeads(2, 2);
  }

  /** [B,T,4] to [B,T,heads,headSize], the sizes joined from constants. */
  final void splitHeads(long heads, long headSize) {
    String path = "/encoder/layer.0/attention/self/";
    constant(path + "Constant_output_0", heads);
    constant(path + "Constant_1_output_0", headSize);
    node(
        "Concat",
        path + "Concat_output_0",
        path + "Unsqueeze_output_0",
        path + "Unsqueeze_1_output_0",
        path + "Constant_output_0",
        path + "Constant_1_output_0");
    node("Reshape", path + "Reshape_output_0", path + "key/Add_output_0", path + "Concat_output_0");
  }

  /** The graph after a change of every node. */
  TinyOnnx eachNode(UnaryOperator<NodeProto> change) {
    var nodes = graph.getNodeList().stream().map(change).toList();
    graph.clearNode().addAllNode(nodes);
    return this;
  }

  /** The graph after a change of every initializer. */
  TinyOnnx eachInitializer(UnaryOperator<TensorProto> change) {
    var initializers = graph.getInitializerList().stream().map(change).toList();
    graph.clearInitializer().addAllInitializer(initializers);
    return this;
  }

  byte[] bytes() {
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  final NodeProto.Builder node(String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output);
  }

  final void floats(String name, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    TensorProto.Builder tensor = tensor(name, TensorProto.DataType.FLOAT, shape);
    for (int i = 0; i < count; i++) {
      tensor.addFloatData(i);
    }
    graph.addInitializer(tensor);
  }

  private void linear(String name, int number, int in, int out) {
    String constant = "onnx::MatMul_" + number;
    String path = "/" + name.replace("layer.0", "layer#0").replace('.', '/').replace('#', '.');
    ByteBuffer raw = ByteBuffer.allocate(4 * in * out).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        raw.putFloat(10 * i + o);
      }
    }
    graph.addInitializer(
        tensor(constant, TensorProto.DataType.FLOAT, in, out)
            .setRawData(ByteString.copyFrom(raw.array())));
    floats(name + ".bias", out);
    node("MatMul", path + "/MatMul_output_0", "x", constant);
    node("Add", path + "/Add_output_0", name + ".bias", path + "/MatMul_output_0");
  }

  private void layerNorm(String name) {
    floats(name + ".weight", 4);
    floats(name + ".bias", 4);
    graph.addInitializer(
        tensor(name + "/epsilon", TensorProto.DataType.FLOAT).addFloatData(1e-12f));
    node("Add", name + "/Add", "variance", name + "/epsilon");
    node("Sqrt", name + "/Sqrt", name + "/Add");
  }

  private void integers(String name, long... values) {
    TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64, values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
  }

  private void constant(String name, long value) {
    node("Constant", name)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setT(tensor(name, TensorProto.DataType.INT64, 1).addInt64Data(value)));
  }

  static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    return tensor;
  }
}
