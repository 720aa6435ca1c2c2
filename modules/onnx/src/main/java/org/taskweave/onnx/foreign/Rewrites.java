package org.taskweave.onnx.foreign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Says the same in operators that DL4J's importer reads rightly: of Gemm it drops the bias, of the
 * reductions the default of keepdims, and the result of Identity it calls by the node's name.
 */
final class Rewrites {

  private final GraphProto graph;
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final GraphProto.Builder written;

  private Rewrites(GraphProto graph) {
    this.graph = graph;
    this.written = graph.toBuilder().clearNode();
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
  }

  static ModelProto of(ModelProto model) {
    GraphProto plain = withoutIdentities(model.getGraph());
    return model.toBuilder().setGraph(new Rewrites(plain).run()).build();
  }

  /** Names a value after the output that an identity gives it, and leaves other identities out. */
  private static GraphProto withoutIdentities(GraphProto graph) {
    Set<String> outputs = new HashSet<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    Set<String> fixed = new HashSet<>(outputs);
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(fixed::add);
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(fixed::add);
    Map<String, String> names = new HashMap<>();
    List<NodeProto> kept = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      boolean identity = node.getOpType().equals("Identity");
      String from = identity ? names.getOrDefault(node.getInput(0), node.getInput(0)) : "";
      if (identity && !outputs.contains(node.getOutput(0))) {
        names.put(node.getOutput(0), from);
      } else if (identity && fixed.add(from)) {
        names.put(from, node.getOutput(0));
      } else {
        kept.add(node);
      }
    }
    GraphProto.Builder plain = graph.toBuilder().clearNode();
    for (NodeProto node : kept) {
      NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput();
      node.getInputList().forEach(name -> renamed.addInput(last(names, name)));
      node.getOutputList().forEach(name -> renamed.addOutput(last(names, name)));
      plain.addNode(renamed);
    }
    return plain.build();
  }

  private static String last(Map<String, String> names, String name) {
    String last = name;
    while (names.containsKey(last)) {
      last = names.get(last);
    }
    return last;
  }

  private GraphProto run() {
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Gemm") && isPlain(node)) {
        gemm(node);
      } else if (node.getOpType().startsWith("Reduce") && attribute(node, "keepdims").isEmpty()) {
        written.addNode(node.toBuilder().addAttribute(keepDimensions()));
      } else {
        written.addNode(node);
      }
    }
    return written.build();
  }

  private static AttributeProto.Builder keepDimensions() {
    return AttributeProto.newBuilder()
        .setName("keepdims")
        .setType(AttributeProto.AttributeType.INT)
        .setI(1);
  }

  /** alpha and beta are 1, and no argument but a weight is transposed. */
  private boolean isPlain(NodeProto gemm) {
    return attribute(gemm, "alpha").map(AttributeProto::getF).orElse(1f) == 1f
        && attribute(gemm, "beta").map(AttributeProto::getF).orElse(1f) == 1f
        && attribute(gemm, "transA").map(AttributeProto::getI).orElse(0L) == 0L
        && (!isTransposed(gemm) || canTranspose(initializers.get(gemm.getInput(1))));
  }

  private static boolean isTransposed(NodeProto gemm) {
    return attribute(gemm, "transB").map(AttributeProto::getI).orElse(0L) == 1L;
  }

  private static boolean canTranspose(TensorProto tensor) {
    return tensor != null
        && tensor.getDimsCount() == 2
        && tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE
        && !tensor.getRawData().isEmpty();
  }

  private void gemm(NodeProto gemm) {
    String result = gemm.getOutput(0);
    String weights = gemm.getInput(1);
    if (isTransposed(gemm)) {
      TensorProto transposed = transposed(initializers.get(weights));
      if (initializers.putIfAbsent(transposed.getName(), transposed) == null) {
        written.addInitializer(transposed);
      }
      weights = transposed.getName();
    }
    boolean biased = gemm.getInputCount() > 2 && !gemm.getInput(2).isEmpty();
    String product = biased ? result + "/product" : result;
    written.addNode(node(gemm, "MatMul", product, gemm.getInput(0), weights));
    if (biased) {
      written.addNode(node(gemm, "Add", result, product, gemm.getInput(2)));
    }
  }

  private static TensorProto transposed(TensorProto tensor) {
    int rows = (int) tensor.getDims(0);
    int columns = (int) tensor.getDims(1);
    byte[] from = tensor.getRawData().toByteArray();
    byte[] to = new byte[from.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        System.arraycopy(
            from, (i * columns + j) * Float.BYTES, to, (j * rows + i) * Float.BYTES, Float.BYTES);
      }
    }
    return tensor.toBuilder()
        .setName(tensor.getName() + "/transposed")
        .clearDims()
        .addDims(columns)
        .addDims(rows)
        .setRawData(ByteString.copyFrom(to))
        .build();
  }

  private static NodeProto node(NodeProto of, String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(of.getName().isEmpty() ? "" : of.getName() + "/" + operator)
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }
}
