package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Parts of values: rows by index, slices, splits. */
final class SelectionMappers {

  private SelectionMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("gather", SelectionMappers::gather);
    table.put(
        "gather_nd", op -> op.result("GatherND", List.of(op.argument(0), op.longArgument(1))));
    table.put("slice", SelectionMappers::slice);
    table.put("strided_slice", SelectionMappers::stridedSlice);
    table.put("reverse", SelectionMappers::reverse);
    table.put("split", SelectionMappers::split);
    table.put("unstack", SelectionMappers::unstack);
  }

  private static void gather(Operation op) {
    if (op.arguments().size() != 2) {
      throw op.refusal("the axis is computed, but must be a setting");
    }
    long axis = op.integers().length > 0 ? op.integers()[0] : 0;
    op.result("Gather", op.arguments(), integer("axis", axis));
  }

  /** Begins and sizes (-1 for all that is left), as settings or as two further arguments. */
  private static void slice(Operation op) {
    if (op.arguments().size() == 3) {
      String begins = op.longArgument(1);
      String sizes = op.longArgument(2);
      String rest = op.node("Less", List.of(sizes, op.graph().index(0)));
      String ends =
          op.node(
              "Where",
              List.of(
                  rest,
                  op.graph().index(Integer.MAX_VALUE),
                  op.node("Add", List.of(begins, sizes))));
      op.result("Slice", List.of(op.argument(0), begins, ends));
      return;
    }
    long[] settings = op.integers();
    int rank = settings.length / 2;
    long[] begins = Arrays.copyOfRange(settings, 0, rank);
    long[] ends = new long[rank];
    for (int i = 0; i < rank; i++) {
      ends[i] = settings[rank + i] < 0 ? Long.MAX_VALUE : begins[i] + settings[rank + i];
    }
    op.result("Slice", List.of(op.argument(0), op.graph().longs(begins), op.graph().longs(ends)));
  }

  /**
   * Settings: bit masks of open begins, ellipsis, open ends, new axes and dropped axes; then
   * begins, ends and strides of the first dimensions.
   */
  private static void stridedSlice(Operation op) {
    long[] settings = op.integers();
    if (op.arguments().size() != 1) {
      throw op.refusal("begins and ends are computed, but must be settings");
    }
    if (settings[1] != 0 || settings[3] != 0) {
      throw op.refusal("an ellipsis or a new axis in a slice cannot be written");
    }
    int n = (settings.length - 5) / 3;
    long[] begins = new long[n];
    long[] ends = new long[n];
    long[] steps = new long[n];
    long[] axes = new long[n];
    List<Long> dropped = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      axes[i] = i;
      steps[i] = settings[5 + 2 * n + i];
      boolean backwards = steps[i] < 0;
      begins[i] = settings[5 + i];
      ends[i] = settings[5 + n + i];
      if (bit(settings[4], i)) {
        dropped.add((long) i);
        steps[i] = 1;
        ends[i] = begins[i] == -1 ? Long.MAX_VALUE : begins[i] + 1;
        continue;
      }
      if (bit(settings[0], i)) {
        begins[i] = backwards ? Long.MAX_VALUE : 0;
      }
      if (bit(settings[2], i)) {
        ends[i] = backwards ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }
    List<String> arguments =
        List.of(
            op.argument(0),
            op.graph().longs(begins),
            op.graph().longs(ends),
            op.graph().longs(axes),
            op.graph().longs(steps));
    if (dropped.isEmpty()) {
      op.result("Slice", arguments);
    } else {
      long[] squeezed = dropped.stream().mapToLong(Long::longValue).toArray();
      op.result("Squeeze", List.of(op.node("Slice", arguments), op.graph().longs(squeezed)));
    }
  }

  private static boolean bit(long mask, int index) {
    return (mask >> index & 1) == 1;
  }

  private static void reverse(Operation op) {
    long[] axes = op.integers();
    long[] begins = new long[axes.length];
    Arrays.fill(begins, -1);
    long[] ends = new long[axes.length];
    Arrays.fill(ends, Long.MIN_VALUE);
    op.result(
        "Slice",
        List.of(
            op.argument(0),
            op.graph().longs(begins),
            op.graph().longs(ends),
            op.graph().longs(axes),
            op.graph().longs(begins)));
  }

  /** Settings: number of parts, axis. */
  private static void split(Operation op) {
    if (op.arguments().size() != 1) {
      throw op.refusal("the axis is computed, but must be a setting");
    }
    long axis = op.integers().length > 1 ? op.integers()[1] : 0;
    op.graph().addTo("Split", op.arguments(), op.results(), integer("axis", axis));
  }

  private static void unstack(Operation op) {
    long axis = op.integers()[0];
    List<String> parts =
        op.graph().addMany("Split", op.arguments(), op.results().size(), integer("axis", axis));
    for (int i = 0; i < parts.size(); i++) {
      op.graph()
          .addTo(
              "Squeeze",
              List.of(parts.get(i), op.graph().longs(axis)),
              List.of(op.results().get(i)));
    }
  }
}
