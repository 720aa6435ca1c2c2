package org.taskweave.nn.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Each task's gradient at a junction, from what the taps kept. Where taps stand on the junction
 * these are the gradients already. Where an architecture that all tasks share in part (experts,
 * gates) stands in between, it goes backward once more for each task with that task's gradient
 * alone; its parameters' gradients are those of the sum, as they were before. No layer in between
 * may have dropout, whose mask DL4J keeps for one backward pass.
 */
final class TaskGradients {

  private final GraphVertex junction;
  private final List<TapGraphVertex> taps = new ArrayList<>();

  /** Vertices above the junction and below a tap, the last first. */
  private final List<GraphVertex> between = new ArrayList<>();

  TaskGradients(ComputationGraph graph, GraphVertex junction) {
    this.junction = junction;
    Map<Integer, Set<Integer>> tapsBelow = new HashMap<>();
    Set<Integer> above = new HashSet<>(Set.of(junction.getVertexIndex()));
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      Set<Integer> known = new HashSet<>();
      boolean onJunction = false;
      if (vertex.getInputVertices() != null) {
        for (VertexIndices input : vertex.getInputVertices()) {
          onJunction |= above.contains(input.getVertexIndex());
          known.addAll(tapsBelow.getOrDefault(input.getVertexIndex(), Set.of()));
        }
      }
      if (vertex instanceof TapGraphVertex tap) {
        taps.add(tap);
        known.add(tap.task());
      } else if (onJunction) {
        above.add(index);
        requireNoDropout(vertex);
        between.add(0, vertex);
      }
      tapsBelow.put(index, known);
      if (known.size() > 1) {
        throw new IllegalStateException(
            vertex.getVertexName()
                + " reads the heads of several tasks, so their gradients cannot be told apart: use a"
                + " method on losses");
      }
    }
  }

  private static void requireNoDropout(GraphVertex vertex) {
    if (vertex.hasLayer() && vertex.getLayer().conf().getLayer().getIDropout() != null) {
      throw new IllegalStateException(
          vertex.getVertexName()
              + " has dropout and is shared by tasks whose gradients are read: set its dropout to 0,"
              + " or use a method on losses");
    }
  }

  /** One row a task [K,n]. */
  INDArray rows(INDArray epsilon) {
    INDArray rows = Nd4j.createUninitialized(epsilon.dataType(), taps.size(), epsilon.length());
    List<Optional<INDArray>> saved = between.stream().map(TaskGradients::saved).toList();
    for (TapGraphVertex tap : taps) {
      INDArray gradient = between.isEmpty() ? tap.gradient() : backward(tap, epsilon);
      rows.putRow(tap.task(), gradient.reshape(1, epsilon.length()));
    }
    for (int i = 0; i < between.size(); i++) {
      INDArray gradients = between.get(i).getGradientsViewArray();
      saved.get(i).ifPresent(before -> gradients.assign(before));
    }
    return rows;
  }

  private static Optional<INDArray> saved(GraphVertex vertex) {
    return Optional.ofNullable(vertex.getGradientsViewArray()).map(INDArray::dup);
  }

  private INDArray backward(TapGraphVertex tap, INDArray like) {
    Map<Integer, INDArray> epsilons = new HashMap<>();
    add(epsilons, tap.getInputVertices()[0], tap.gradient());
    for (GraphVertex vertex : between) {
      INDArray epsilon = epsilons.get(vertex.getVertexIndex());
      if (epsilon == null) {
        continue;
      }
      vertex.setEpsilon(epsilon);
      INDArray[] below = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();
      for (int i = 0; i < below.length; i++) {
        if (below[i] != null) {
          add(epsilons, vertex.getInputVertices()[i], below[i]);
        }
      }
    }
    INDArray atJunction = epsilons.get(junction.getVertexIndex());
    return atJunction == null ? like.ulike().assign(0) : atJunction.dup('c');
  }

  private static void add(Map<Integer, INDArray> epsilons, VertexIndices at, INDArray gradient) {
    // Copies: layers may change their epsilon in place.
    epsilons.merge(at.getVertexIndex(), gradient.dup(), INDArray::addi);
  }
}
