package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;
import static org.taskweave.onnx.graph.Attributes.real;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Layer norm (Ba et al. 2016, arXiv:1607.06450), batch norm (Ioffe and Szegedy 2015,
 * arXiv:1502.03167).
 */
final class NormalisationMappers {

  private NormalisationMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("layer_norm", NormalisationMappers::layerNorm);
    table.put("batchnorm", NormalisationMappers::batchNorm);
    table.put("standardize", NormalisationMappers::standardize);
  }

  /** Over the last dimension; arguments: values, gain, maybe bias. */
  private static void layerNorm(Operation op) {
    long[] axes = op.integers();
    int last = op.argumentRank(0) - 1;
    if (axes.length != 1 || (axes[0] != last && axes[0] != -1)) {
      throw op.refusal(
          "it runs over the dimensions "
              + Arrays.toString(axes)
              + "; only the last one, "
              + last
              + ", can be written");
    }
    op.result(
        "LayerNormalization",
        op.arguments(),
        integer("axis", -1),
        real("epsilon", op.layerNormEpsilon()));
  }

  /**
   * (x - mean) / sqrt(variance + epsilon) * gain + bias. Settings: with gain, with bias, dimensions
   * of the channels.
   */
  private static void batchNorm(Operation op) {
    long[] settings = op.integers();
    if (settings.length != 3) {
      throw op.refusal("only one dimension of channels can be written");
    }
    int rank = op.argumentRank(0);
    int channels = (int) settings[2];
    long[] shape = new long[rank - channels];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    int next = 3;
    String deviation =
        op.node(
            "Sqrt",
            List.of(op.node("Add", List.of(shaped(op, 2, shape), op.constant(2, op.reals()[0])))));
    String centred = op.node("Sub", List.of(op.argument(0), shaped(op, 1, shape)));
    String value = op.node("Div", List.of(centred, deviation));
    if (settings[0] != 0) {
      value = op.node("Mul", List.of(value, shaped(op, next++, shape)));
    }
    if (settings[1] != 0) {
      value = op.node("Add", List.of(value, shaped(op, next, shape)));
    }
    op.result("Identity", List.of(value));
  }

  private static String shaped(Operation op, int argument, long[] shape) {
    return shape.length == 1
        ? op.argument(argument)
        : op.node("Reshape", List.of(op.argument(argument), op.graph().longs(shape)));
  }

  /** (x - mean) / deviation over dimensions; 0 where the deviation is. */
  private static void standardize(Operation op) {
    long[] axes = op.integers();
    String mean =
        op.node(
            "ReduceMean", List.of(op.argument(0)), integers("axes", axes), integer("keepdims", 1));
    String centred = op.node("Sub", List.of(op.argument(0), mean));
    String variance =
        op.node(
            "ReduceMean",
            List.of(op.node("Mul", List.of(centred, centred))),
            integers("axes", axes),
            integer("keepdims", 1));
    String deviation =
        op.node(
            "Sqrt",
            List.of(op.node("Add", List.of(variance, op.constant(0, op.layerNormEpsilon())))));
    op.result("Div", List.of(centred, deviation));
  }
}
