package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.Tensor;

/** Shapes: asking for them, changing them, joining and filling values. */
final class ShapeMappers {

  /** Values below -1 in a reshape's settings say which order to read in; -99 is row-major. */
  private static final long ROW_MAJOR = -99;

  private ShapeMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("reshape", ShapeMappers::reshape);
    table.put("permute", ShapeMappers::permute);
    table.put("transpose", ShapeMappers::permute);
    table.put("expand_dims", op -> axes(op, "Unsqueeze"));
    table.put("squeeze", op -> axes(op, "Squeeze"));
    table.put(
        "concat", op -> op.result("Concat", op.arguments(), integer("axis", op.integers()[0])));
    table.put("stack", ShapeMappers::stack);
    table.put("tile", ShapeMappers::tile);
    table.put("shape_of", op -> typed(op, op.node("Shape", op.arguments())));
    table.put("rank", op -> typed(op, op.node("Size", List.of(op.node("Shape", op.arguments())))));
    table.put("size", op -> typed(op, op.node("Size", op.arguments())));
    table.put("size_at", ShapeMappers::sizeAt);
    table.put("zeroslike", op -> filled(op, 0));
    table.put("ones_as", op -> filled(op, 1));
    table.put("range", ShapeMappers::range);
    table.put("onehot", ShapeMappers::oneHot);
    table.put("pad", ShapeMappers::pad);
  }

  private static void typed(Operation op, String longs) {
    op.result("Cast", List.of(longs), integer("to", ElementType.of(op.resultType(0)).number()));
  }

  private static void reshape(Operation op) {
    long[] settings = op.integers();
    if (settings.length > 0 && settings[0] < -1 && settings[0] != ROW_MAJOR) {
      throw op.refusal("it reads in column-major order, which ONNX cannot");
    }
    if (op.arguments().size() > 1) {
      op.result("Reshape", List.of(op.argument(0), op.longArgument(1)));
      return;
    }
    long[] shape =
        settings[0] == ROW_MAJOR ? Arrays.copyOfRange(settings, 1, settings.length) : settings;
    op.result("Reshape", List.of(op.argument(0), op.graph().longs(shape)));
  }

  private static void permute(Operation op) {
    if (op.arguments().size() > 1) {
      throw op.refusal("the order of dimensions is computed, but ONNX needs a constant one");
    }
    if (op.integers().length == 0) {
      op.result("Transpose", op.arguments());
    } else {
      op.result("Transpose", op.arguments(), integers("perm", op.integers()));
    }
  }

  private static void axes(Operation op, String operator) {
    if (op.integers().length == 0) {
      throw op.refusal("which dimension is meant is computed, but must be a setting");
    }
    op.result(operator, List.of(op.argument(0), op.graph().longs(op.integers())));
  }

  private static void stack(Operation op) {
    long axis = op.integers()[0];
    List<String> parts = new ArrayList<>();
    for (String argument : op.arguments()) {
      parts.add(op.node("Unsqueeze", List.of(argument, op.graph().longs(axis))));
    }
    op.result("Concat", parts, integer("axis", axis));
  }

  private static void tile(Operation op) {
    String repeats =
        op.arguments().size() > 1 ? op.longArgument(1) : op.graph().longs(op.integers());
    op.result("Tile", List.of(op.argument(0), repeats));
  }

  private static void sizeAt(Operation op) {
    String shape = op.node("Shape", List.of(op.argument(0)));
    typed(
        op,
        op.node("Gather", List.of(shape, op.graph().index(op.integers()[0])), integer("axis", 0)));
  }

  private static void filled(Operation op, double value) {
    String shape = op.node("Shape", List.of(op.argument(0)));
    ElementType type = ElementType.of(op.resultType(0));
    op.result("Expand", List.of(op.graph().scalar(type, value), shape));
  }

  private static void range(Operation op) {
    if (op.arguments().size() == 3) {
      List<String> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ends.add(
            op.argumentType(i) == op.resultType(0)
                ? op.argument(i)
                : op.cast(op.argument(i), ElementType.of(op.resultType(0))));
      }
      op.result("Range", ends);
      return;
    }
    ElementType type = ElementType.of(op.resultType(0));
    double[] reals = op.reals();
    op.result(
        "Range",
        List.of(
            op.graph().scalar(type, reals[0]),
            op.graph().scalar(type, reals[1]),
            op.graph().scalar(type, reals[2])));
  }

  /** Settings: axis, depth; the values for on and off. */
  private static void oneHot(Operation op) {
    if (op.arguments().size() != 1) {
      throw op.refusal("only constant depths and values can be written");
    }
    INDArray values = Nd4j.createFromArray(op.reals()[1], op.reals()[0]).castTo(op.resultType(0));
    String offOn = op.graph().constant(Tensor.of(op.graph().newName("offOn"), values));
    op.result(
        "OneHot",
        List.of(op.longArgument(0), op.graph().index(op.integers()[1]), offOn),
        integer("axis", op.integers()[0]));
  }

  /** SameDiff's paddings are [R,2] (before, after); ONNX's all before, then all after. */
  private static void pad(Operation op) {
    if (op.integers()[0] != 0) {
      throw op.refusal("only padding with a constant can be written, not mirroring");
    }
    double[] value = ((DynamicCustomOp) op.function()).tArgs();
    String pads =
        op.node(
            "Reshape",
            List.of(
                op.node("Transpose", List.of(op.longArgument(1)), integers("perm", 1, 0)),
                op.graph().longs(-1)));
    op.result(
        "Pad", List.of(op.argument(0), pads, op.constant(0, value.length == 0 ? 0 : value[0])));
  }
}
