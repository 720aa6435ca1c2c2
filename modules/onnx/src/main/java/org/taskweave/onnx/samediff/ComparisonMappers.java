package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.onnx.graph.ElementType;

/** Comparisons, logic, and the choice between two values. */
final class ComparisonMappers {

  private ComparisonMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("greater", pair("Greater"));
    table.put("less", pair("Less"));
    table.put("greater_equal", pair("GreaterOrEqual"));
    table.put("less_equal", pair("LessOrEqual"));
    table.put("equals", pair("Equal"));
    table.put("not_equals", negated(op -> op.node("Equal", ArithmeticMappers.operands(op))));
    table.put("greaterthan_scalar", scalar("Greater"));
    table.put("lessthan_scalar", scalar("Less"));
    table.put("greaterthanorequal_scalar", scalar("GreaterOrEqual"));
    table.put("lessthanorequal_scalar", scalar("LessOrEqual"));
    table.put("equals_scalar", scalar("Equal"));
    table.put(
        "notequals_scalar",
        negated(op -> op.node("Equal", List.of(op.argument(0), op.constant(0, op.scalar())))));
    table.put("isnan", op -> op.result("IsNaN", op.arguments()));
    table.put("and", logic("And"));
    table.put("or", logic("Or"));
    table.put("xor", logic("Xor"));
    table.put("bool_not", op -> op.result("Not", List.of(truth(op, 0))));
    table.put("Where", ComparisonMappers::where);
  }

  private static OperationMapper pair(String operator) {
    return op -> op.result(operator, ArithmeticMappers.operands(op));
  }

  private static OperationMapper scalar(String operator) {
    return op -> op.result(operator, List.of(op.argument(0), op.constant(0, op.scalar())));
  }

  private static OperationMapper negated(java.util.function.Function<Operation, String> equal) {
    return op -> op.result("Not", List.of(equal.apply(op)));
  }

  /** SameDiff's logic takes numbers, too: all but 0 are true. */
  private static String truth(Operation op, int argument) {
    return op.argumentType(argument) == DataType.BOOL
        ? op.argument(argument)
        : op.cast(op.argument(argument), ElementType.BOOL);
  }

  private static OperationMapper logic(String operator) {
    return op -> {
      String value = op.node(operator, List.of(truth(op, 0), truth(op, 1)));
      op.result("Cast", List.of(value), integer("to", ElementType.of(op.resultType(0)).number()));
    };
  }

  /** Condition, value if true, value if false. */
  private static void where(Operation op) {
    if (op.arguments().size() != 3) {
      throw op.refusal("only the form with a condition and two values can be written");
    }
    op.result("Where", List.of(truth(op, 0), op.argument(1), op.argument(2)));
  }
}
