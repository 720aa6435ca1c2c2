package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.real;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.taskweave.nn.head.OutputFunction;
import org.taskweave.onnx.graph.ElementType;

/** DL4J's activation functions as nodes, by the name of their class. */
final class Activations {

  /** Writes an activation. */
  @FunctionalInterface
  private interface ActivationMapper {
    String map(NetworkVertex vertex, String value, IActivation activation);
  }

  private static final Map<String, ActivationMapper> TABLE = new TreeMap<>();

  static {
    TABLE.put("ActivationIdentity", (vertex, value, activation) -> value);
    TABLE.put("ActivationSigmoid", plain("Sigmoid"));
    TABLE.put("ActivationTanH", plain("Tanh"));
    TABLE.put("ActivationSoftPlus", plain("Softplus"));
    TABLE.put("ActivationSoftSign", plain("Softsign"));
    TABLE.put("ActivationSELU", plain("Selu"));
    TABLE.put(
        "ActivationSoftmax",
        (vertex, value, activation) -> vertex.node("Softmax", List.of(value), integer("axis", -1)));
    TABLE.put("ActivationReLU", Activations::relu);
    TABLE.put("ActivationReLU6", (vertex, value, activation) -> clip(vertex, value, 0, 6));
    TABLE.put("ActivationHardTanH", (vertex, value, activation) -> clip(vertex, value, -1, 1));
    TABLE.put(
        "ActivationLReLU",
        (vertex, value, activation) ->
            vertex.node(
                "LeakyRelu",
                List.of(value),
                real("alpha", ((ActivationLReLU) activation).getAlpha())));
    TABLE.put(
        "ActivationELU",
        (vertex, value, activation) ->
            vertex.node(
                "Elu", List.of(value), real("alpha", ((ActivationELU) activation).getAlpha())));
    TABLE.put(
        "ActivationHardSigmoid",
        (vertex, value, activation) ->
            vertex.node("HardSigmoid", List.of(value), real("alpha", 0.2), real("beta", 0.5)));
    TABLE.put(
        "ActivationSwish",
        (vertex, value, activation) ->
            vertex.node("Mul", List.of(value, vertex.node("Sigmoid", List.of(value)))));
    TABLE.put(
        "ActivationMish",
        (vertex, value, activation) ->
            vertex.node(
                "Mul",
                List.of(
                    value, vertex.node("Tanh", List.of(vertex.node("Softplus", List.of(value)))))));
    TABLE.put(
        "ActivationCube",
        (vertex, value, activation) ->
            vertex.node("Mul", List.of(vertex.node("Mul", List.of(value, value)), value)));
  }

  private Activations() {}

  static String map(NetworkVertex vertex, String value, IActivation activation) {
    if (activation instanceof OutputFunction function) {
      return function.apply(new OnnxRows(vertex), value);
    }
    ActivationMapper mapper = TABLE.get(activation.getClass().getSimpleName());
    if (mapper == null) {
      throw vertex.refusal(
          "no ONNX mapping for its activation "
              + activation.getClass().getSimpleName()
              + " is known; known are "
              + String.join(", ", TABLE.keySet()));
    }
    return mapper.map(vertex, value, activation);
  }

  private static ActivationMapper plain(String operator) {
    return (vertex, value, activation) -> vertex.node(operator, List.of(value));
  }

  private static String relu(NetworkVertex vertex, String value, IActivation activation) {
    if (!activation.equals(new ActivationReLU())) {
      throw vertex.refusal("its ReLU has a threshold, slope or bound, which cannot be written");
    }
    return vertex.node("Relu", List.of(value));
  }

  private static String clip(NetworkVertex vertex, String value, double least, double most) {
    return vertex.node(
        "Clip",
        List.of(
            value,
            vertex.graph().scalar(ElementType.FLOAT, least),
            vertex.graph().scalar(ElementType.FLOAT, most)));
  }
}
