package org.taskweave.nn.balance;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.engine.vertex.PlainVertex;

/**
 * Where one task's head reads the shared representation: hands its input on, and in the backward
 * pass keeps the gradient that comes back, this task's, for the {@link JunctionVertex} below.
 *
 * <p>The fields are the DL4J JSON.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class TapVertex extends PlainVertex {

  private int task;

  /** For Jackson. */
  TapVertex() {}

  /** The tap of a task, by its place in the list of tasks. */
  public TapVertex(int task) {
    this.task = task;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new TapGraphVertex(task, graph, name, index, type);
  }

  @Override
  protected int inputs() {
    return 1;
  }

  @Override
  public GraphVertex clone() {
    return new TapVertex(task);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TapVertex that && task == that.task;
  }

  @Override
  public int hashCode() {
    return task;
  }
}
