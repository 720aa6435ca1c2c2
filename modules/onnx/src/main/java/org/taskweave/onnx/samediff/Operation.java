package org.taskweave.onnx.samediff;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.taskweave.onnx.graph.Attributes;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;

/** One SameDiff operation while it is being written: what it reads, its settings, its results. */
public final class Operation {

  /** In {@link #dimensions()}: SameDiff's sign for "all dimensions". */
  static final int ALL_DIMENSIONS = Integer.MAX_VALUE;

  private final SameDiffOp operation;
  private final List<String> arguments;
  private final List<String> results;
  private final SameDiffValues values;
  private final OnnxGraph graph;
  private final double layerNormEpsilon;

  Operation(
      SameDiffOp operation,
      List<String> arguments,
      List<String> results,
      SameDiffValues values,
      OnnxGraph graph,
      double layerNormEpsilon) {
    this.operation = operation;
    this.arguments = List.copyOf(arguments);
    this.results = List.copyOf(results);
    this.values = values;
    this.graph = graph;
    this.layerNormEpsilon = layerNormEpsilon;
  }

  /** What the operation is called, for instance "reduce_mean". */
  public String operator() {
    return function().opName();
  }

  /** The SameDiff object. */
  public DifferentialFunction function() {
    return operation.getOp();
  }

  /** ONNX names of what it reads. */
  public List<String> arguments() {
    return arguments;
  }

  /** The ONNX name of one argument. */
  public String argument(int index) {
    return arguments.get(index);
  }

  /** ONNX names of what it must compute. */
  public List<String> results() {
    return results;
  }

  /** The graph that is being written. */
  public OnnxGraph graph() {
    return graph;
  }

  /** Added to the variance in a layer norm: SameDiff's operation does not say it. */
  public double layerNormEpsilon() {
    return layerNormEpsilon;
  }

  /** Element type of an argument. */
  public DataType argumentType(int index) {
    return values.type(operation.getInputsToOp().get(index));
  }

  /** Element type of a result. */
  public DataType resultType(int index) {
    return values.type(operation.getOutputsOfOp().get(index));
  }

  /**
   * Number of dimensions of an argument.
   *
   * @throws UnmappedOperationException if it cannot be found out
   */
  public int argumentRank(int index) {
    return values.rank(operation.getInputsToOp().get(index));
  }

  /** Integer settings; empty for operations without. */
  public long[] integers() {
    return function() instanceof DynamicCustomOp custom ? custom.iArgs() : new long[0];
  }

  /** Real settings; empty for operations without. */
  public double[] reals() {
    return function() instanceof DynamicCustomOp custom ? custom.tArgs() : new double[0];
  }

  /** A boolean setting; false where it is not given. */
  public boolean flag(int index) {
    return function() instanceof DynamicCustomOp custom
        && custom.bArgs().length > index
        && custom.bArgs()[index];
  }

  /** The number that a scalar operation works with. */
  public double scalar() {
    return ((ScalarOp) function()).scalar().getDouble(0);
  }

  /** The dimensions a reduction runs over; empty for all. */
  public long[] dimensions() {
    int[] dimensions = function().getDimensions();
    if (dimensions == null || (dimensions.length == 1 && dimensions[0] == ALL_DIMENSIONS)) {
      return new long[0];
    }
    return Arrays.stream(dimensions).asLongStream().toArray();
  }

  /** A constant scalar of an argument's type. */
  public String constant(int argument, double value) {
    return graph.scalar(ElementType.of(argumentType(argument)), value);
  }

  /** An argument as INT64, with a cast where it is of another type. */
  public String longArgument(int index) {
    return argumentType(index) == DataType.INT64
        ? argument(index)
        : cast(argument(index), ElementType.INT64);
  }

  /** A value in another type. */
  public String cast(String value, ElementType type) {
    return graph.add("Cast", List.of(value), Attributes.integer("to", type.number()));
  }

  /** Adds a node for an intermediate value; returns its name. */
  public String node(String operator, List<String> of, AttributeProto... attributes) {
    return graph.add(operator, of, attributes);
  }

  /** Adds the node whose result is the operation's only one. */
  public void result(String operator, List<String> of, AttributeProto... attributes) {
    if (results.size() != 1) {
      throw new IllegalStateException(this + " has " + results.size() + " results");
    }
    graph.addTo(operator, of, results, attributes);
  }

  /** This use of the operation cannot be written. */
  public UnmappedOperationException refusal(String reason) {
    return new UnmappedOperationException(
        "the operation \"" + operator() + "\" at \"" + operation.getName() + "\": " + reason);
  }

  @Override
  public String toString() {
    return operator() + " \"" + operation.getName() + "\"";
  }
}
