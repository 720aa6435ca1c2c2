package org.taskweave.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Reverse-mode differentiation of a SameDiff graph, within the graph itself. SameDiff's own
 * createGradFunction copies the graph by way of its serialised form, which drops operations that it
 * does not know, wants a scalar loss, and writes every operation to standard output.
 */
public final class Differentiation {

  private final SameDiff graph;
  private final Set<String> wanted;

  /** Variables that depend on a wanted one. */
  private final Set<String> dependent = new HashSet<>();

  private final Map<String, SDVariable> gradients = new HashMap<>();

  private Differentiation(SameDiff graph, Collection<String> wanted) {
    this.graph = graph;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Adds the operations of the gradient of sum(output * incoming).
   *
   * @param incoming gradient at the output, of its shape
   * @param wanted names of the variables whose gradients are asked for
   * @return gradients by those names
   * @throws IllegalArgumentException if the output does not depend on a wanted variable
   */
  public static Map<String, SDVariable> gradients(
      SameDiff graph, SDVariable output, SDVariable incoming, Collection<String> wanted) {
    Differentiation differentiation = new Differentiation(graph, wanted);
    differentiation.run(output, incoming);
    Map<String, SDVariable> found = new LinkedHashMap<>();
    for (String name : wanted) {
      SDVariable gradient = differentiation.gradients.get(name);
      if (gradient == null) {
        throw new IllegalArgumentException(
            "\"" + output.name() + "\" does not depend on \"" + name + "\"");
      }
      found.put(name, gradient);
    }
    return found;
  }

  private void run(SDVariable output, SDVariable incoming) {
    List<SameDiffOp> operations = GraphOrder.of(graph, List.of(output.name()));
    for (SameDiffOp operation : operations) {
      if (operation.getInputsToOp().stream().anyMatch(this::needsGradient)) {
        dependent.addAll(operation.getOutputsOfOp());
      }
    }
    gradients.put(output.name(), incoming);
    for (int i = operations.size() - 1; i >= 0; i--) {
      differentiate(operations.get(i));
    }
  }

  private boolean needsGradient(String variable) {
    return wanted.contains(variable) || dependent.contains(variable);
  }

  private void differentiate(SameDiffOp operation) {
    List<String> results = operation.getOutputsOfOp();
    if (results.stream()
        .noneMatch(name -> dependent.contains(name) && gradients.containsKey(name))) {
      return;
    }
    DifferentialFunction function = operation.getOp();
    List<SDVariable> incoming = new ArrayList<>();
    for (String result : results) {
      SDVariable gradient = gradients.get(result);
      boolean absent = gradient == null && !(function instanceof FusedOperation);
      incoming.add(absent ? graph.zerosLike(graph.getVariable(result)) : gradient);
    }
    List<SDVariable> outgoing =
        GatherGradient.isLookup(operation)
            ? List.of(GatherGradient.of(graph, operation, incoming.get(0)))
            : function.doDiff(incoming);
    List<String> arguments = operation.getInputsToOp();
    for (int i = 0; i < Math.min(arguments.size(), outgoing.size()); i++) {
      if (outgoing.get(i) != null && needsGradient(arguments.get(i))) {
        gradients.merge(arguments.get(i), outgoing.get(i), SDVariable::add);
      }
    }
  }
}
