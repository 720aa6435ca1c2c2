package org.taskweave.onnx.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

/**
 * Writes SameDiff graphs as ONNX graphs: variables and constants become initializers, placeholders
 * inputs, and every operation that the outputs need the nodes of its {@link OperationMapper}.
 */
public final class SameDiffExporter {

  /** Small enough to change nothing but a row of equal numbers, which SameDiff maps to the bias. */
  public static final double DEFAULT_LAYER_NORM_EPSILON = 1e-12;

  private final OperationMappers mappers;

  /** An exporter with a table of mappers. */
  public SameDiffExporter(OperationMappers mappers) {
    this.mappers = mappers;
  }

  /**
   * A graph of its own. Axes of unknown size are named after the placeholder and their position;
   * those of an output have names of their own.
   *
   * @param outputs names of variables, which the ONNX outputs keep
   * @param layerNormEpsilon added to the variance in layer norms
   * @throws UnmappedOperationException naming an operation without a mapper and its place
   */
  public OnnxGraph export(SameDiff graph, List<String> outputs, double layerNormEpsilon) {
    requireKnown(graph, outputs);
    OnnxGraph onnx = new OnnxGraph();
    Map<String, String> inputs = new HashMap<>();
    Set<String> needed = needed(graph, outputs);
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.PLACEHOLDER
          && needed.contains(variable.name())) {
        inputs.put(
            variable.name(),
            onnx.input(
                variable.name(),
                ElementType.of(variable.dataType()),
                axes(variable.name(), variable.getShape())));
      }
    }
    Map<String, String> values = append(graph, outputs, inputs, layerNormEpsilon, onnx, "");
    SameDiffValues known = new SameDiffValues(graph, outputs);
    for (String output : outputs) {
      Object[] axes = new Object[known.rank(output)];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = output + "_" + i;
      }
      onnx.output(output, values.get(output), ElementType.of(known.type(output)), axes);
    }
    return onnx;
  }

  private static Object[] axes(String name, long[] shape) {
    if (shape == null) {
      throw new UnmappedOperationException(
          "the placeholder \"" + name + "\" has no shape; give it one, with -1 for open sizes");
    }
    Object[] axes = new Object[shape.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = shape[i] < 0 ? name + "_" + i : (Object) shape[i];
    }
    return axes;
  }

  /**
   * Adds a graph's nodes to a larger graph.
   *
   * @param inputs ONNX names for the placeholders
   * @param scope put before the names of constants and results
   * @return ONNX names of the outputs
   */
  public Map<String, String> append(
      SameDiff graph,
      List<String> outputs,
      Map<String, String> inputs,
      double layerNormEpsilon,
      OnnxGraph into,
      String scope) {
    requireKnown(graph, outputs);
    Set<String> needed = needed(graph, outputs);
    List<SameDiffOp> operations = ordered(graph, outputs);
    Map<String, String> names = new HashMap<>(inputs);
    for (SDVariable variable : graph.variables()) {
      VariableType type = variable.getVariableType();
      if (needed.contains(variable.name())
          && (type == VariableType.VARIABLE || type == VariableType.CONSTANT)) {
        String name = into.newName(scope + variable.name());
        into.constant(Tensor.of(name, variable.getArr()));
        names.put(variable.name(), name);
      }
    }
    SameDiffValues values =
        new SameDiffValues(
            graph, operations.stream().flatMap(op -> op.getOutputsOfOp().stream()).toList());
    for (SameDiffOp operation : operations) {
      List<String> arguments = new ArrayList<>();
      for (String argument : inputsOf(operation)) {
        if (!names.containsKey(argument)) {
          throw new UnmappedOperationException(
              "the placeholder \"" + argument + "\" has no input to read from");
        }
        arguments.add(names.get(argument));
      }
      List<String> results = new ArrayList<>();
      for (String result : operation.getOutputsOfOp()) {
        names.put(result, into.newName(scope + result));
        results.add(names.get(result));
      }
      mappers.map(new Operation(operation, arguments, results, values, into, layerNormEpsilon));
    }
    Map<String, String> outputNames = new HashMap<>();
    outputs.forEach(output -> outputNames.put(output, names.get(output)));
    return outputNames;
  }

  private static void requireKnown(SameDiff graph, List<String> outputs) {
    for (String output : outputs) {
      if (graph.getVariable(output) == null) {
        throw new UnmappedOperationException(
            "the graph has no variable \"" + output + "\"; its outputs are " + graph.outputs());
      }
    }
  }

  private static List<String> inputsOf(SameDiffOp operation) {
    List<String> names = operation.getInputsToOp();
    return names == null ? List.of() : names;
  }

  /** Names of all variables that the outputs depend on, themselves included. */
  private static Set<String> needed(SameDiff graph, List<String> outputs) {
    Set<String> needed = new HashSet<>(outputs);
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      String producer = graph.getVariables().get(open.pop()).getOutputOfOp();
      if (producer != null) {
        for (String input : inputsOf(graph.getOps().get(producer))) {
          if (needed.add(input)) {
            open.push(input);
          }
        }
      }
    }
    return needed;
  }

  /** The operations that the outputs need, each after those it reads. */
  private static List<SameDiffOp> ordered(SameDiff graph, List<String> outputs) {
    Set<String> placed = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    outputs.forEach(open::push);
    while (!open.isEmpty()) {
      String producer = graph.getVariables().get(open.peek()).getOutputOfOp();
      if (producer == null || placed.contains(producer)) {
        open.pop();
        continue;
      }
      List<String> waiting =
          inputsOf(graph.getOps().get(producer)).stream()
              .filter(
                  input -> {
                    String before = graph.getVariables().get(input).getOutputOfOp();
                    return before != null && !placed.contains(before);
                  })
              .toList();
      if (waiting.isEmpty()) {
        placed.add(producer);
        open.pop();
      } else {
        waiting.forEach(open::push);
      }
    }
    return placed.stream().map(name -> graph.getOps().get(name)).toList();
  }
}
