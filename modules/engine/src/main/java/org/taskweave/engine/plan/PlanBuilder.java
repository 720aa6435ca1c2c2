package org.taskweave.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Orders the operations, infers shapes, gives every result a buffer for exactly as long as it is
 * read, and turns reshapes into views.
 */
final class PlanBuilder {

  /** Operations whose result is their input's memory in another shape. */
  private static final Set<String> VIEWS = Set.of("reshape", "identity", "expand_dims", "squeeze");

  private static final int FOREVER = Integer.MAX_VALUE / 1024;

  private final SameDiff graph;
  private final PlanInputs inputs;
  private final PlanPool pool;
  private final BufferPool.Lease lease;
  private final Map<String, Lowering> lowerings = new HashMap<>();

  private final Map<String, INDArray> values = new HashMap<>();
  private final Map<String, Integer> reads = new HashMap<>();

  /** The block behind each result (views included); absent for what the pool does not own. */
  private final Map<String, INDArray> blockOf = new HashMap<>();

  private final IdentityHashMap<INDArray, Integer> readsOfBlock = new IdentityHashMap<>();
  private final List<PlanStep> steps = new ArrayList<>();

  /** Names of the arguments of the operation being placed. */
  private List<String> inputNames = List.of();

  /** Bound arrays in bfloat16, by name. */
  private final Map<String, INDArray> converted = new HashMap<>();

  PlanBuilder(
      SameDiff graph,
      PlanInputs inputs,
      PlanPool pool,
      double layerNormEpsilon,
      Precision precision) {
    this.graph = graph;
    this.inputs = inputs;
    this.pool = pool;
    this.lease = pool.results().lease();
    for (Lowering lowering :
        List.of(
            new LayerNormLowering(layerNormEpsilon, false),
            new LayerNormLowering(layerNormEpsilon, true),
            new AddGradientLowering(),
            new MatmulGradientLowering())) {
      lowerings.put(lowering.operation(), lowering);
    }
    if (precision == Precision.BFLOAT16) {
      for (Lowering lowering :
          List.of(new BfloatProductLowering(), new BfloatProductGradientLowering())) {
        lowerings.put(lowering.operation(), lowering);
      }
    }
  }

  ExecutionPlan build() {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      bindVariables();
      List<List<SameDiffOp>> segments = order();
      countReads(segments);
      int[] ends = new int[segments.size()];
      List<List<ExecutionPlan.Copy>> copies = new ArrayList<>();
      for (int i = 0; i < ends.length; i++) {
        segments.get(i).forEach(this::place);
        ends[i] = steps.size();
        copies.add(copiesOf(inputs.segments().get(i)));
      }
      Map<String, INDArray> results = new HashMap<>();
      inputs.segments().forEach(names -> names.forEach(n -> results.put(n, values.get(n))));
      return new ExecutionPlan(steps, ends, copies, results);
    }
  }

  private void bindVariables() {
    for (SDVariable variable : graph.variables()) {
      VariableType type = variable.getVariableType();
      if (type == VariableType.CONSTANT
          || (type == VariableType.VARIABLE && !inputs.bound().containsKey(variable.name()))) {
        values.put(variable.name(), variable.getArr());
      }
    }
    values.putAll(inputs.bound());
  }

  /** Operations needed for each segment, every one after those it reads. */
  private List<List<SameDiffOp>> order() {
    Set<String> placed = new LinkedHashSet<>();
    return inputs.segments().stream()
        .map(results -> GraphOrder.of(graph, results, placed))
        .toList();
  }

  private void countReads(List<List<SameDiffOp>> segments) {
    for (List<SameDiffOp> segment : segments) {
      for (SameDiffOp operation : segment) {
        GraphOrder.inputsOf(operation).forEach(input -> reads.merge(input, 1, Integer::sum));
      }
    }
    inputs.segments().forEach(names -> names.forEach(name -> reads.put(name, FOREVER)));
  }

  private void place(SameDiffOp operation) {
    DifferentialFunction function = operation.getOp();
    inputNames = GraphOrder.inputsOf(operation);
    INDArray[] arguments = inputNames.stream().map(this::valueOf).toArray(INDArray[]::new);
    List<String> outputs = operation.getOutputsOfOp();
    if (function instanceof FusedOperation fused) {
      placeFused(fused, arguments, outputs);
    } else if (!placeView(function, arguments, outputs)
        && !placeLowered(function, arguments, outputs)) {
      placeKernel(function, arguments, outputs);
    }
    for (String output : outputs) {
      INDArray block = blockOf.get(output);
      if (block != null) {
        readsOfBlock.merge(block, reads.getOrDefault(output, 0), Integer::sum);
      }
    }
    inputNames.forEach(this::read);
    for (String output : outputs) {
      INDArray block = blockOf.get(output);
      if (block != null && readsOfBlock.getOrDefault(block, -1) == 0) {
        release(block);
      }
    }
  }

  private INDArray valueOf(String name) {
    INDArray value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no array is bound to \"" + name + "\"");
    }
    return value;
  }

  private void read(String name) {
    INDArray block = blockOf.get(name);
    if (block != null && readsOfBlock.merge(block, -1, Integer::sum) == 0) {
      release(block);
    }
  }

  private void release(INDArray block) {
    if (readsOfBlock.remove(block) != null) {
      lease.release(block);
    }
  }

  private boolean placeView(
      DifferentialFunction function, INDArray[] arguments, List<String> outputs) {
    if (!VIEWS.contains(function.opName()) || !(function instanceof DynamicCustomOp custom)) {
      return false;
    }
    INDArray source = arguments[0];
    if (source.ordering() != 'c' || !Buffers.contiguous(source)) {
      return false;
    }
    long[] shape =
        function.opName().equals("identity")
            ? source.shape()
            : custom.calculateOutputShape(contextOf(custom, arguments)).get(0).getShape();
    nameView(outputs.get(0), source.reshape('c', shape), 0);
    return true;
  }

  /** Makes a result another name of an argument's memory. */
  private void nameView(String output, INDArray view, int argument) {
    values.put(output, view);
    INDArray block = blockOf.get(inputNames.get(argument));
    if (block != null) {
      blockOf.put(output, block);
    }
  }

  private boolean placeLowered(
      DifferentialFunction function, INDArray[] arguments, List<String> outputs) {
    Lowering lowering = lowerings.get(function.opName());
    if (lowering == null) {
      return false;
    }
    KernelEmitter emitter = new KernelEmitter(this, function, arguments, outputs);
    boolean lowered = lowering.lower(emitter);
    emitter.finish();
    return lowered;
  }

  boolean isRead(String result) {
    return reads.getOrDefault(result, 0) > 0;
  }

  boolean isBound(int argument) {
    return inputs.bound().containsKey(inputNames.get(argument));
  }

  /** The copy lives as long as the plan: backward reads what forward converted. */
  INDArray converted(int argument, INDArray values) {
    return converted.computeIfAbsent(
        inputNames.get(argument),
        name -> {
          INDArray block = lease.acquire(DataType.BFLOAT16, values.length());
          INDArray copy = Buffers.shaped(block, values.shape(), 'c');
          convert(values, copy);
          return copy;
        });
  }

  void convert(INDArray from, INDArray to) {
    String text =
        "convert " + Arrays.toString(from.shape()).replace(" ", "") + " to " + to.dataType();
    add(new FusedStep(() -> to.assign(from), text));
  }

  void alias(String output, INDArray view, int argument) {
    nameView(output, view, argument);
  }

  INDArray acquire(DataType type, long length) {
    return lease.acquire(type, length);
  }

  void releaseScratch(INDArray block) {
    lease.release(block);
  }

  INDArray constant(DataType type, double value, long... shape) {
    return pool.constant(type, value, shape);
  }

  void add(DifferentialFunction function, OpContext context, INDArray[] arguments) {
    add(new NativeStep(function, context, describe(function, arguments)));
  }

  private void add(PlanStep step) {
    step.run();
    steps.add(step);
  }

  private void placeFused(FusedOperation function, INDArray[] arguments, List<String> outputs) {
    List<long[]> shapes =
        function.resultShapes(Arrays.stream(arguments).map(INDArray::shape).toList());
    INDArray[] results = new INDArray[outputs.size()];
    for (int i = 0; i < results.length; i++) {
      if (i == 0 || isRead(outputs.get(i))) {
        results[i] = resultArray(outputs.get(i), arguments[0].dataType(), shapes.get(i));
      }
    }
    add(new FusedStep(function.kernel(arguments, results), describe(function, arguments)));
  }

  private void placeKernel(
      DifferentialFunction function, INDArray[] arguments, List<String> outputs) {
    OpContext context;
    List<LongShapeDescriptor> shapes;
    if (function instanceof DynamicCustomOp custom) {
      context = contextOf(custom, arguments);
      shapes = custom.calculateOutputShape(context);
    } else {
      context = Nd4j.getExecutioner().buildContext();
      for (int i = 0; i < arguments.length; i++) {
        context.setInputArray(i, arguments[i]);
      }
      shapes = ((BaseOp) function).calculateOutputShape(context);
    }
    for (int i = 0; i < outputs.size(); i++) {
      context.setOutputArray(i, resultArray(outputs.get(i), shapes.get(i)));
    }
    add(function, context, arguments);
  }

  private static OpContext contextOf(DynamicCustomOp custom, INDArray[] arguments) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setArgs(arguments, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
    return context;
  }

  private INDArray resultArray(String name, LongShapeDescriptor shape) {
    if (shape.isEmpty()) {
      INDArray empty = Nd4j.create(shape);
      values.put(name, empty);
      return empty;
    }
    return resultArray(name, shape.dataType(), shape.getOrder(), shape.getShape());
  }

  /** The array of a result in C order: its destination where there is one, else from the pool. */
  INDArray resultArray(String name, DataType type, long... shape) {
    return resultArray(name, type, 'c', shape);
  }

  private INDArray resultArray(String name, DataType type, char order, long[] shape) {
    INDArray result = inputs.destinations().get(name);
    if (result == null
        || !Arrays.equals(result.shape(), shape)
        || (result.rank() > 1 && result.ordering() != order)) {
      INDArray block = lease.acquire(type, Buffers.length(shape));
      blockOf.put(name, block);
      result = Buffers.shaped(block, shape, order);
    }
    values.put(name, result);
    return result;
  }

  private List<ExecutionPlan.Copy> copiesOf(List<String> results) {
    return results.stream()
        .filter(name -> inputs.destinations().containsKey(name))
        .filter(name -> inputs.destinations().get(name) != values.get(name))
        .map(name -> new ExecutionPlan.Copy(values.get(name), inputs.destinations().get(name)))
        .toList();
  }

  private static String describe(DifferentialFunction function, INDArray[] arguments) {
    StringBuilder text = new StringBuilder(function.opName());
    for (INDArray argument : arguments) {
      text.append(' ')
          .append(Arrays.toString(argument.shape()).replace(" ", ""))
          .append(argument.ordering());
    }
    return text.toString();
  }
}
