package org.taskweave.zoo.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.tensor.StoredTensor;

/**
 * Finds and names the weights among a graph's constants.
 *
 * <p>A matrix that a MatMul or Gemm multiplies with is a linear weight: it keeps its name if it has
 * a weight's name, else it gets the node's output path plus ".weight", or, where an old exporter
 * kept no paths, the name of the bias that is added next. Every other floating-point constant of
 * more than one element keeps its name; single numbers and integers are part of the arithmetic.
 */
final class OnnxWeights {

  private static final Set<String> QUANTISED_OPERATORS =
      Set.of("DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "QLinearMatMul");

  private final String place;
  private final GraphProto graph;
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private final Map<String, String> biasAddedTo = new HashMap<>();

  OnnxWeights(String place, GraphProto graph) {
    this.place = place;
    this.graph = graph;
    for (TensorProto proto : graph.getInitializerList()) {
      initializers.put(proto.getName(), new Initializer(place, proto));
    }
    for (NodeProto node : graph.getNodeList()) {
      if (QUANTISED_OPERATORS.contains(node.getOpType())) {
        throw new InvalidInputException(
            place
                + ": is quantised (operator "
                + node.getOpType()
                + "); training needs the full-precision file, often model.onnx beside it");
      }
      if (node.getOpType().equals("Identity")
          && node.getOutput(0).matches(".*\\.(weight|bias)")
          && initializers.containsKey(node.getInput(0))) {
        // An exporter that stores equal tensors once gives the copies' names to such nodes.
        initializers.put(node.getOutput(0), initializers.get(node.getInput(0)));
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      noteBias(node);
    }
  }

  /** The weights in the file's order, anonymous ones last. */
  Map<String, StoredTensor> byName() {
    Map<String, StoredTensor> linear = new LinkedHashMap<>();
    Set<String> multiplied = new LinkedHashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      String operand = node.getInputCount() > 1 ? node.getInput(1) : "";
      Initializer weight = initializers.get(operand);
      if (isProduct(node) && weight != null && weight.shape().length == 2) {
        multiplied.add(operand);
        StoredTensor outIn = storesOutIn(node) ? weight : weight.transposed();
        String name = weightName(node, operand);
        if (linear.put(name, outIn) != null && !name.equals(operand)) {
          throw new InvalidInputException(
              place + ": two matrices are both " + name + "; is the encoder there twice?");
        }
      }
    }
    Map<String, StoredTensor> weights = new LinkedHashMap<>();
    initializers.forEach(
        (name, tensor) -> {
          boolean number = tensor.elements() == 0 || tensor.elements() == 1;
          if (tensor.isFloatingPoint() && !number && !multiplied.contains(name)) {
            weights.put(name, tensor);
          }
        });
    weights.putAll(linear);
    return weights;
  }

  private static boolean isProduct(NodeProto node) {
    return node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm");
  }

  /** Gemm with transB multiplies with the transposed second matrix. */
  private static boolean storesOutIn(NodeProto node) {
    return node.getAttributeList().stream()
        .anyMatch(a -> a.getName().equals("transB") && a.getI() != 0);
  }

  private String weightName(NodeProto node, String operand) {
    if (operand.endsWith(".weight")) {
      return operand;
    }
    String path = node.getOutput(0);
    int end = path.lastIndexOf('/');
    if (end > 0) {
      return path.substring(path.startsWith("/") ? 1 : 0, end).replace('/', '.') + ".weight";
    }
    String bias = biasAddedTo.get(path);
    return bias == null ? operand : bias.substring(0, bias.length() - "bias".length()) + "weight";
  }

  private void noteBias(NodeProto node) {
    if (node.getOpType().equals("Add") && node.getInputCount() == 2) {
      for (int i = 0; i < 2; i++) {
        if (isBias(node.getInput(i))) {
          biasAddedTo.put(node.getInput(1 - i), node.getInput(i));
        }
      }
    } else if (node.getOpType().equals("Gemm") && node.getInputCount() == 3) {
      if (isBias(node.getInput(2))) {
        biasAddedTo.put(node.getOutput(0), node.getInput(2));
      }
    }
  }

  private boolean isBias(String name) {
    return name.endsWith(".bias") && initializers.containsKey(name);
  }
}
