package org.taskweave.onnx.samediff;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;
import static org.taskweave.onnx.graph.Attributes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;

/** Convolutions and pooling over sequences and images with channels first (NCW, NCHW). */
final class ConvolutionMappers {

  private ConvolutionMappers() {}

  static void addTo(Map<String, OperationMapper> table) {
    table.put("conv1d", ConvolutionMappers::conv1d);
    table.put("conv2d", ConvolutionMappers::conv2d);
    table.put("maxpool2d", op -> pool(op, "MaxPool"));
    table.put("avgpool2d", op -> pool(op, "AveragePool"));
  }

  /** Settings: kernel, stride, padding, dilation, padding mode, 1 for NWC, weights' layout. */
  private static void conv1d(Operation op) {
    long[] s = op.integers();
    requireLayout(op, s[5] == 0, s.length > 6 ? s[6] : 0);
    // [kernel,in,out] to [out,in,K]
    String weights = op.node("Transpose", List.of(op.argument(1)), integers("perm", 2, 1, 0));
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                integers("kernel_shape", s[0]),
                integers("strides", s[1]),
                integers("dilations", s[3])));
    attributes.add(padding(op, s[4], s[2]));
    convolve(op, weights, attributes);
  }

  /** Settings: kernel, stride, padding, dilation (height, width each), padding mode, 1 for NHWC. */
  private static void conv2d(Operation op) {
    long[] s = op.integers();
    requireLayout(op, s[9] == 0, s.length > 10 ? s[10] : 0);
    // [kH,kW,in,out] to [out,in,kH,kW]
    String weights = op.node("Transpose", List.of(op.argument(1)), integers("perm", 3, 2, 0, 1));
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                integers("kernel_shape", s[0], s[1]),
                integers("strides", s[2], s[3]),
                integers("dilations", s[6], s[7])));
    attributes.add(padding(op, s[8], s[4], s[5]));
    convolve(op, weights, attributes);
  }

  private static void convolve(Operation op, String weights, List<AttributeProto> attributes) {
    List<String> arguments = new ArrayList<>(List.of(op.argument(0), weights));
    if (op.arguments().size() > 2) {
      arguments.add(op.argument(2));
    }
    op.result("Conv", arguments, attributes.toArray(AttributeProto[]::new));
  }

  private static void requireLayout(Operation op, boolean channelsFirst, long weightsLayout) {
    if (!channelsFirst) {
      throw op.refusal("only channels first (NCW, NCHW) can be written");
    }
    if (weightsLayout != 0) {
      throw op.refusal("only weights in the layout [kernel, in, out] can be written");
    }
  }

  /** Settings as of conv2d; then 1 for NHWC at place 10. */
  private static void pool(Operation op, String operator) {
    long[] s = op.integers();
    if (s[10] != 0) {
      throw op.refusal("only channels first (NCHW) can be written");
    }
    if (s[6] != 1 || s[7] != 1) {
      throw op.refusal("dilated pooling cannot be written");
    }
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                integers("kernel_shape", s[0], s[1]),
                integers("strides", s[2], s[3]),
                padding(op, s[8], s[4], s[5])));
    if (operator.equals("AveragePool")) {
      attributes.add(integer("count_include_pad", s[9] == 1 ? 1 : 0));
    }
    op.result(operator, op.arguments(), attributes.toArray(AttributeProto[]::new));
  }

  private static AttributeProto padding(Operation op, long mode, long... sizes) {
    if (mode == 1) {
      return text("auto_pad", "SAME_UPPER");
    }
    if (mode != 0) {
      throw op.refusal("causal padding cannot be written");
    }
    long[] both = new long[2 * sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      both[i] = sizes[i];
      both[sizes.length + i] = sizes[i];
    }
    return integers("pads", both);
  }
}
