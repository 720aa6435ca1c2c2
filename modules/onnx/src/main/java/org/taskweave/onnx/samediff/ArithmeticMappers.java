package org.taskweave.onnx.samediff;

import java.util.List;
import java.util.Map;
import org.taskweave.onnx.graph.ElementType;

/** Sums, products and the like of two values, or of a value and a number. */
final class ArithmeticMappers {

  private ArithmeticMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("add", binary("Add"));
    table.put("subtract", binary("Sub"));
    table.put("multiply", binary("Mul"));
    table.put("divide", binary("Div"));
    table.put("Pow", binary("Pow"));
    table.put("maximum", binary("Max"));
    table.put("minimum", binary("Min"));
    table.put("reversesubtract", swapped("Sub"));
    table.put("reversedivide", swapped("Div"));
    table.put("mergeadd", op -> op.result("Sum", op.arguments()));
    table.put("floordiv", op -> op.result("Floor", List.of(op.node("Div", operands(op)))));
    table.put(
        "squaredsubtract",
        op -> {
          String difference = op.node("Sub", operands(op));
          op.result("Mul", List.of(difference, difference));
        });
    table.put("add_scalar", scalar("Add"));
    table.put("sub_scalar", scalar("Sub"));
    table.put("mul_scalar", scalar("Mul"));
    table.put("div_scalar", scalar("Div"));
    table.put("pow", scalar("Pow"));
    table.put("max_scalar", scalar("Max"));
    table.put("scalar_min", scalar("Min"));
    table.put("rsub_scalar", scalarFirst("Sub"));
    table.put("rdiv_scalar", scalarFirst("Div"));
  }

  private static OperationMapper binary(String operator) {
    return op -> op.result(operator, operands(op));
  }

  private static OperationMapper swapped(String operator) {
    return op -> {
      List<String> operands = operands(op);
      op.result(operator, List.of(operands.get(1), operands.get(0)));
    };
  }

  /** Both arguments in the result's type: ONNX does not mix types. */
  static List<String> operands(Operation op) {
    return List.of(operand(op, 0), operand(op, 1));
  }

  private static String operand(Operation op, int index) {
    return op.argumentType(0) == op.argumentType(1)
        ? op.argument(index)
        : op.cast(op.argument(index), ElementType.of(op.resultType(0)));
  }

  private static OperationMapper scalar(String operator) {
    return op -> op.result(operator, List.of(op.argument(0), op.constant(0, op.scalar())));
  }

  private static OperationMapper scalarFirst(String operator) {
    return op -> op.result(operator, List.of(op.constant(0, op.scalar()), op.argument(0)));
  }
}
