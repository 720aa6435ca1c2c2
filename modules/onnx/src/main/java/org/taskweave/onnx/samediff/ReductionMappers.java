package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;
import org.taskweave.onnx.graph.ElementType;

/** Sums, means, extremes, norms and variances over dimensions. */
final class ReductionMappers {

  private ReductionMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("reduce_mean", plain("ReduceMean"));
    table.put("reduce_max", plain("ReduceMax"));
    table.put("reduce_min", plain("ReduceMin"));
    table.put("reduce_prod", plain("ReduceProd"));
    table.put("reduce_norm1", plain("ReduceL1"));
    table.put("reduce_norm2", plain("ReduceL2"));
    table.put("reduce_sum", op -> sum(op, op.argument(0), op.dimensions(), keep(op), true));
    table.put(
        "reduce_normmax",
        op ->
            op.result(
                "ReduceMax",
                List.of(op.node("Abs", op.arguments())),
                attributes(op.dimensions(), keep(op))));
    table.put(
        "reduce_logsumexp",
        op ->
            op.result(
                "ReduceLogSumExp",
                List.of(op.argument(0)),
                attributes(op.integers(), op.reals().length > 0 && op.reals()[0] != 0)));
    table.put("var", op -> op.result("Identity", List.of(variance(op))));
    table.put("std", op -> op.result("Sqrt", List.of(variance(op))));
    table.put("argmax", extremeIndex("ArgMax"));
    table.put("argmin", extremeIndex("ArgMin"));
    table.put("cumsum", ReductionMappers::cumulativeSum);
    table.put("dot", ReductionMappers::dot);
  }

  private static boolean keep(Operation op) {
    return ((BaseReduceOp) op.function()).isKeepDims();
  }

  private static OperationMapper plain(String operator) {
    return op ->
        op.result(operator, List.of(op.argument(0)), attributes(op.dimensions(), keep(op)));
  }

  private static AttributeProto[] attributes(long[] axes, boolean keep) {
    List<AttributeProto> attributes = new ArrayList<>(List.of(integer("keepdims", keep ? 1 : 0)));
    if (axes.length > 0) {
      attributes.add(integers("axes", axes));
    }
    return attributes.toArray(AttributeProto[]::new);
  }

  /** Opset 13 made the axes of ReduceSum an argument. */
  private static String sum(Operation op, String of, long[] axes, boolean keep, boolean isResult) {
    List<String> arguments = axes.length == 0 ? List.of(of) : List.of(of, op.graph().longs(axes));
    AttributeProto keepDims = integer("keepdims", keep ? 1 : 0);
    if (isResult) {
      op.result("ReduceSum", arguments, keepDims);
      return op.results().get(0);
    }
    return op.node("ReduceSum", arguments, keepDims);
  }

  /** The sum of squared differences from the mean, over n, or n - 1 where bias is corrected. */
  private static String variance(Operation op) {
    long[] axes = op.dimensions();
    String mean = op.node("ReduceMean", List.of(op.argument(0)), attributes(axes, true));
    String difference = op.node("Sub", List.of(op.argument(0), mean));
    String squared = op.node("Mul", List.of(difference, difference));
    if (!((Variance) op.function()).isBiasCorrected()) {
      return op.node("ReduceMean", List.of(squared), attributes(axes, keep(op)));
    }
    String shape = op.node("Shape", List.of(op.argument(0)));
    String sizes =
        axes.length == 0
            ? shape
            : op.node("Gather", List.of(shape, op.graph().longs(axes)), integer("axis", 0));
    String count = op.node("ReduceProd", List.of(sizes), integer("keepdims", 0));
    String divisor =
        op.node(
            "Sub",
            List.of(
                op.cast(count, ElementType.of(op.resultType(0))),
                op.graph().scalar(ElementType.of(op.resultType(0)), 1)));
    return op.node("Div", List.of(sum(op, squared, axes, keep(op), false), divisor));
  }

  private static OperationMapper extremeIndex(String operator) {
    return op -> {
      if (op.integers().length != 1) {
        throw op.refusal("ONNX finds the place of an extreme along one dimension only");
      }
      String index =
          op.node(
              operator,
              List.of(op.argument(0)),
              integer("axis", op.integers()[0]),
              integer("keepdims", op.flag(0) ? 1 : 0));
      op.result("Cast", List.of(index), integer("to", ElementType.of(op.resultType(0)).number()));
    };
  }

  private static void cumulativeSum(Operation op) {
    long[] settings = op.integers();
    if (settings.length != 3) {
      throw op.refusal("a cumulative sum runs along one dimension in ONNX");
    }
    op.result(
        "CumSum",
        List.of(op.argument(0), op.graph().index(settings[2])),
        integer("exclusive", settings[0]),
        integer("reverse", settings[1]));
  }

  private static void dot(Operation op) {
    String product = op.node("Mul", op.arguments());
    sum(op, product, op.dimensions(), keep(op), true);
  }
}
