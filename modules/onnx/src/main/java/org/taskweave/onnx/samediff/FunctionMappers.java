package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.real;

import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.taskweave.onnx.graph.ElementType;

/** Functions of each element, activations among them, and softmax. */
final class FunctionMappers {

  private static final double GELU_SLOPE = 1.702;

  private FunctionMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    addPlain(table);
    addComposed(table);
    table.put("softmax", alongAxis("Softmax"));
    table.put("log_softmax", alongAxis("LogSoftmax"));
    table.put("elu", op -> op.result("Elu", op.arguments(), real("alpha", op.reals()[0])));
    table.put(
        "leakyrelu", op -> op.result("LeakyRelu", op.arguments(), real("alpha", op.scalar())));
    table.put("relu", FunctionMappers::relu);
    table.put("relu6", op -> clip(op, op.scalar(), 6));
    table.put("hardtanh", op -> clip(op, -1, 1));
    table.put("ClipByValue", op -> clip(op, op.reals()[0], op.reals()[1]));
    table.put(
        "cast",
        op ->
            op.result(
                "Cast", op.arguments(), integer("to", ElementType.of(op.resultType(0)).number())));
  }

  private static void addPlain(Map<String, OperationMapper> table) {
    Map.ofEntries(
            Map.entry("neg", "Neg"),
            Map.entry("abs", "Abs"),
            Map.entry("exp", "Exp"),
            Map.entry("log", "Log"),
            Map.entry("sqrt", "Sqrt"),
            Map.entry("Reciprocal", "Reciprocal"),
            Map.entry("erf", "Erf"),
            Map.entry("tanh", "Tanh"),
            Map.entry("sigmoid", "Sigmoid"),
            Map.entry("selu", "Selu"),
            Map.entry("softplus", "Softplus"),
            Map.entry("softsign", "Softsign"),
            Map.entry("floor", "Floor"),
            Map.entry("ceil", "Ceil"),
            Map.entry("sign", "Sign"),
            Map.entry("sin", "Sin"),
            Map.entry("cos", "Cos"),
            Map.entry("tan", "Tan"),
            Map.entry("sinh", "Sinh"),
            Map.entry("cosh", "Cosh"),
            Map.entry("asin", "Asin"),
            Map.entry("acos", "Acos"),
            Map.entry("atan", "Atan"),
            Map.entry("identity", "Identity"))
        .forEach((name, operator) -> table.put(name, op -> op.result(operator, op.arguments())));
    AttributeProto[] hardSigmoid = {real("alpha", 0.2), real("beta", 0.5)};
    table.put("hard_sigmoid", op -> op.result("HardSigmoid", op.arguments(), hardSigmoid));
  }

  private static void addComposed(Map<String, OperationMapper> table) {
    table.put("square", op -> op.result("Mul", List.of(op.argument(0), op.argument(0))));
    table.put(
        "cube",
        op ->
            op.result(
                "Mul",
                List.of(op.node("Mul", List.of(op.argument(0), op.argument(0))), op.argument(0))));
    table.put("rsqrt", op -> op.result("Reciprocal", List.of(op.node("Sqrt", op.arguments()))));
    table.put(
        "log1p",
        op ->
            op.result("Log", List.of(op.node("Add", List.of(op.argument(0), op.constant(0, 1))))));
    table.put(
        "expm1",
        op -> op.result("Sub", List.of(op.node("Exp", op.arguments()), op.constant(0, 1))));
    table.put(
        "erfc", op -> op.result("Sub", List.of(op.constant(0, 1), op.node("Erf", op.arguments()))));
    table.put(
        "swish",
        op -> op.result("Mul", List.of(op.argument(0), op.node("Sigmoid", op.arguments()))));
    table.put(
        "mish",
        op ->
            op.result(
                "Mul",
                List.of(
                    op.argument(0),
                    op.node("Tanh", List.of(op.node("Softplus", op.arguments()))))));
    table.put(
        "logsigmoid",
        op ->
            op.result(
                "Neg", List.of(op.node("Softplus", List.of(op.node("Neg", op.arguments()))))));
    // SameDiff's gelu is Hendrycks and Gimpel's sigmoid form (arXiv:1606.08415): x * sigmoid(1.702
    // x).
    table.put(
        "gelu",
        op -> {
          String scaled = op.node("Mul", List.of(op.argument(0), op.constant(0, GELU_SLOPE)));
          op.result("Mul", List.of(op.argument(0), op.node("Sigmoid", List.of(scaled))));
        });
    // Halves are rounded away from 0; ONNX's Round takes the even neighbour.
    table.put(
        "round",
        op -> {
          String half =
              op.node("Add", List.of(op.node("Abs", op.arguments()), op.constant(0, 0.5)));
          op.result(
              "Mul", List.of(op.node("Sign", op.arguments()), op.node("Floor", List.of(half))));
        });
    table.put(
        "step",
        op ->
            op.result(
                "Cast",
                List.of(op.node("Greater", List.of(op.argument(0), op.constant(0, op.scalar())))),
                integer("to", ElementType.of(op.resultType(0)).number())));
  }

  private static void relu(Operation op) {
    if (op.scalar() == 0) {
      op.result("Relu", op.arguments());
    } else {
      op.result("Max", List.of(op.argument(0), op.constant(0, op.scalar())));
    }
  }

  private static void clip(Operation op, double least, double most) {
    op.result("Clip", List.of(op.argument(0), op.constant(0, least), op.constant(0, most)));
  }

  private static OperationMapper alongAxis(String operator) {
    return op ->
        op.result(
            operator,
            op.arguments(),
            integer("axis", op.integers().length > 0 ? op.integers()[0] : -1));
  }
}
