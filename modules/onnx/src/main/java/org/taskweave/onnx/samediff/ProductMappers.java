package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Matrix products. */
final class ProductMappers {

  private ProductMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("matmul", ProductMappers::matmul);
    table.put("tensordot", ProductMappers::tensorProduct);
    table.put("xw_plus_b", op -> op.result("Add", List.of(product(op), op.argument(2))));
    table.put(
        "relu_layer",
        op -> op.result("Relu", List.of(op.node("Add", List.of(product(op), op.argument(2))))));
    table.put("biasadd", ProductMappers::biasAdd);
  }

  private static String product(Operation op) {
    return op.node("MatMul", List.of(op.argument(0), op.argument(1)));
  }

  /** Settings: whether to transpose the left factor, the right one, the result. */
  private static void matmul(Operation op) {
    String left = op.argument(0);
    String right = op.argument(1);
    if (setting(op, 0)) {
      left = transposed(op, left, op.argumentRank(0));
    }
    if (setting(op, 1)) {
      right = transposed(op, right, op.argumentRank(1));
    }
    if (setting(op, 2)) {
      String product = op.node("MatMul", List.of(left, right));
      int rank = Math.max(op.argumentRank(0), op.argumentRank(1));
      op.result("Transpose", List.of(product), integers("perm", lastTwoSwapped(rank)));
    } else {
      op.result("MatMul", List.of(left, right));
    }
  }

  private static boolean setting(Operation op, int index) {
    return op.integers().length > index && op.integers()[index] != 0;
  }

  private static String transposed(Operation op, String value, int rank) {
    return op.node("Transpose", List.of(value), integers("perm", lastTwoSwapped(rank)));
  }

  private static long[] lastTwoSwapped(int rank) {
    long[] order = LongStream.range(0, rank).toArray();
    order[rank - 2] = rank - 1L;
    order[rank - 1] = rank - 2L;
    return order;
  }

  /** Settings: how many dimensions of the left factor, which; of the right one, which. */
  private static void tensorProduct(Operation op) {
    long[] settings = op.integers();
    int lastOfLeft = op.argumentRank(0) - 1;
    boolean plain =
        settings.length == 4
            && settings[0] == 1
            && (settings[1] == lastOfLeft || settings[1] == -1)
            && settings[3] == 0
            && op.argumentRank(1) == 2;
    if (!plain) {
      throw op.refusal(
          "only the product over the left factor's last and a matrix's first dimension can be"
              + " written");
    }
    op.result("MatMul", List.of(op.argument(0), op.argument(1)));
  }

  private static void biasAdd(Operation op) {
    if (op.flag(0) && op.argumentRank(0) > 2) {
      int rank = op.argumentRank(0);
      long[] shape = new long[rank - 1];
      java.util.Arrays.fill(shape, 1);
      shape[0] = -1;
      op.result(
          "Add",
          List.of(
              op.argument(0),
              op.node("Reshape", List.of(op.argument(1), op.graph().longs(shape)))));
    } else {
      op.result("Add", op.arguments());
    }
  }
}
