package org.taskweave.zoo.onnx;

import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** A graph's constants, be they initializers or Constant nodes, and which node makes a tensor. */
final class GraphConstants {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final String place;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();

  GraphConstants(String place, GraphProto graph) {
    this.place = place;
    for (TensorProto proto : graph.getInitializerList()) {
      constants.put(proto.getName(), proto);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        producers.put(output, node);
      }
      if (node.getOpType().equals("Constant") && node.getOutputCount() == 1) {
        for (AttributeProto attribute : node.getAttributeList()) {
          if (attribute.getName().equals("value")) {
            constants.put(node.getOutput(0), attribute.getT());
          }
        }
      }
    }
  }

  /** The operator that makes a tensor, if a node of this type does. */
  Optional<NodeProto> producer(String tensor, String operator) {
    return Optional.ofNullable(producers.get(tensor)).filter(n -> n.getOpType().equals(operator));
  }

  /** The value of a floating-point constant of one element. */
  Optional<Float> number(String tensor) {
    return Optional.ofNullable(constants.get(tensor))
        .map(constant -> new Initializer(place, constant))
        .filter(stored -> stored.isFloatingPoint() && stored.elements() == 1)
        .map(stored -> stored.read()[0]);
  }

  /** The numbers of a constant or of constants joined by Concat; others are UNKNOWN. */
  List<Long> wholeNumbers(String tensor) {
    TensorProto constant = constants.get(tensor);
    if (constant != null) {
      return constantNumbers(constant);
    }
    List<Long> numbers = new ArrayList<>();
    List<String> parts =
        producer(tensor, "Concat").map(n -> List.copyOf(n.getInputList())).orElse(List.of());
    for (String part : parts) {
      TensorProto piece = constants.get(part);
      if (piece == null) {
        numbers.add(unsqueezedConstant(part));
      } else {
        numbers.addAll(constantNumbers(piece));
      }
    }
    return numbers;
  }

  /** Some exporters write a size as a scalar constant that Unsqueeze makes a vector. */
  private long unsqueezedConstant(String tensor) {
    List<Long> numbers =
        producer(tensor, "Unsqueeze")
            .map(node -> constants.get(node.getInput(0)))
            .map(GraphConstants::constantNumbers)
            .orElse(List.of());
    return numbers.size() == 1 ? numbers.get(0) : UNKNOWN;
  }

  private static List<Long> constantNumbers(TensorProto proto) {
    if (proto.getDataType() != TensorProto.DataType.INT64_VALUE) {
      return List.of();
    }
    List<Long> numbers = new ArrayList<>(proto.getInt64DataList());
    LongBuffer raw =
        proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    while (raw.hasRemaining()) {
      numbers.add(raw.get());
    }
    return numbers;
  }
}
