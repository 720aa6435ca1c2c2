package org.taskweave.onnx.foreign;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Values to try a graph on: whole numbers are 0 or 1, so that they are indices of any table; a mask
 * is 1 but for the last column.
 */
final class TrialInputs {

  private static final long[] SIZES = {3, 5, 4, 2};

  private final Map<String, Long> named = new HashMap<>();

  private TrialInputs() {}

  static Map<String, INDArray> of(GraphProto graph) {
    Set<String> initialised = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> initialised.add(tensor.getName()));
    TrialInputs trial = new TrialInputs();
    Map<String, INDArray> values = new LinkedHashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!initialised.contains(input.getName())) {
        values.put(input.getName(), trial.value(input));
      }
    }
    return values;
  }

  private INDArray value(ValueInfoProto input) {
    var tensor = input.getType().getTensorType();
    long[] shape = new long[tensor.getShape().getDimCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = size(tensor.getShape().getDim(i), i);
    }
    DataType type =
        switch (tensor.getElemType()) {
          case 7 -> DataType.INT64;
          case 6 -> DataType.INT32;
          case 11 -> DataType.DOUBLE;
          default -> DataType.FLOAT;
        };
    if (input.getName().toLowerCase(Locale.ROOT).contains("mask") && shape.length == 2) {
      INDArray mask = Nd4j.ones(DataType.FLOAT, shape);
      mask.getColumn(shape[1] - 1).assign(0);
      return mask.castTo(type);
    }
    return type.isFPType()
        ? Nd4j.rand(type, shape).subi(0.5)
        : Nd4j.rand(DataType.FLOAT, shape).gt(0.5).castTo(type);
  }

  private long size(Dimension dimension, int axis) {
    if (dimension.getDimValue() > 0) {
      return dimension.getDimValue();
    }
    if (dimension.getDimParam().isEmpty()) {
      return SIZES[Math.min(axis, SIZES.length - 1)];
    }
    return named.computeIfAbsent(
        dimension.getDimParam(), name -> SIZES[Math.min(named.size(), SIZES.length - 1)]);
  }
}
