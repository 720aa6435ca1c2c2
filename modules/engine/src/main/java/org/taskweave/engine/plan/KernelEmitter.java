package org.taskweave.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** What a {@link Lowering} builds kernels with, for one operation of the graph. */
final class KernelEmitter {

  private static final long[] NO_INTEGERS = {};

  private final PlanBuilder builder;
  private final DifferentialFunction function;
  private final INDArray[] arguments;
  private final List<String> outputs;
  private final List<INDArray> scratch = new ArrayList<>();

  /** Arguments in bfloat16. */
  private final Map<Integer, INDArray> bfloats = new HashMap<>();

  KernelEmitter(
      PlanBuilder builder,
      DifferentialFunction function,
      INDArray[] arguments,
      List<String> outputs) {
    this.builder = builder;
    this.function = function;
    this.arguments = arguments;
    this.outputs = outputs;
  }

  INDArray argument(int index) {
    return arguments[index];
  }

  DifferentialFunction function() {
    return function;
  }

  int outputs() {
    return outputs.size();
  }

  /** Whether anything reads an output. */
  boolean needed(int output) {
    return builder.isRead(outputs.get(output));
  }

  /** The array of an output, to be written by a kernel. */
  INDArray output(int output, long... shape) {
    return builder.resultArray(outputs.get(output), arguments[0].dataType(), shape);
  }

  /** Makes an output another name of an argument's memory. */
  void alias(int output, int argument) {
    builder.alias(outputs.get(output), arguments[argument], argument);
  }

  /** An array that lives until {@link #finish}. */
  INDArray scratch(long... shape) {
    INDArray block = builder.acquire(arguments[0].dataType(), Buffers.length(shape));
    scratch.add(block);
    return Buffers.shaped(block, shape, 'c');
  }

  /** As above, in another precision. */
  INDArray scratch(DataType type, long... shape) {
    INDArray block = builder.acquire(type, Buffers.length(shape));
    scratch.add(block);
    return Buffers.shaped(block, shape, 'c');
  }

  /** Whether an argument is no operation's result, so that it stays through a run of the plan. */
  boolean isBound(int argument) {
    return builder.isBound(argument);
  }

  /** An argument in bfloat16; what is bound is converted once in a run of the plan. */
  INDArray bfloat(int argument) {
    return isBound(argument)
        ? builder.converted(argument, arguments[argument])
        : bfloats.computeIfAbsent(
            argument,
            index -> {
              INDArray copy = scratch(DataType.BFLOAT16, arguments[index].shape());
              convert(arguments[index], copy);
              return copy;
            });
  }

  /** Copies values from one precision to another. */
  void convert(INDArray from, INDArray to) {
    builder.convert(from, to);
  }

  /** An array of one value that the pool's plans share. */
  INDArray constant(double value, long... shape) {
    return builder.constant(arguments[0].dataType(), value, shape);
  }

  void emit(String operation, INDArray[] inputs, INDArray result) {
    emit(operation, inputs, result, NO_INTEGERS);
  }

  void emit(String operation, INDArray[] inputs, INDArray result, long[] integers) {
    DynamicCustomOp custom = DynamicCustomOp.builder(operation).build();
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setArgs(inputs, integers, new DataType[0], new double[0], new boolean[0]);
    context.setOutputArray(0, result);
    builder.add(custom, context, inputs);
  }

  /** An elementwise operation of one input. */
  void emit(BaseOp operation, INDArray input, INDArray result) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArray(0, input);
    context.setOutputArray(0, result);
    builder.add(operation, context, new INDArray[] {input});
  }

  void finish() {
    scratch.forEach(builder::releaseScratch);
  }
}
