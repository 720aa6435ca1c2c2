package org.taskweave.engine.plan;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** The operations that results need, every one after those it reads. */
final class GraphOrder {

  private final SameDiff graph;
  private final Set<String> placed;
  private final Set<String> order = new LinkedHashSet<>();

  private GraphOrder(SameDiff graph, Set<String> placed) {
    this.graph = graph;
    this.placed = placed;
  }

  static List<SameDiffOp> of(SameDiff graph, Collection<String> results) {
    return of(graph, results, new LinkedHashSet<>());
  }

  /**
   * As above, without operations that stand already.
   *
   * @param placed names of operations; those found are added
   */
  static List<SameDiffOp> of(SameDiff graph, Collection<String> results, Set<String> placed) {
    GraphOrder walk = new GraphOrder(graph, placed);
    results.forEach(walk::visit);
    return walk.order.stream().map(name -> graph.getOps().get(name)).toList();
  }

  static List<String> inputsOf(SameDiffOp operation) {
    List<String> names = operation.getInputsToOp();
    return names == null ? List.of() : names;
  }

  private void visit(String result) {
    Deque<String> open = new ArrayDeque<>();
    open.push(result);
    while (!open.isEmpty()) {
      String producer = producerOf(open.peek());
      if (producer == null || placed.contains(producer)) {
        open.pop();
        continue;
      }
      List<String> waiting =
          inputsOf(graph.getOps().get(producer)).stream()
              .filter(input -> producerOf(input) != null && !placed.contains(producerOf(input)))
              .toList();
      if (waiting.isEmpty()) {
        placed.add(producer);
        order.add(producer);
        open.pop();
      } else {
        waiting.forEach(open::push);
      }
    }
  }

  private String producerOf(String variable) {
    var known = graph.getVariables().get(variable);
    if (known == null) {
      throw new IllegalArgumentException("the graph has no variable \"" + variable + "\"");
    }
    return known.getOutputOfOp();
  }
}
