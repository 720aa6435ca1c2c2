package org.taskweave.nn.balance;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.vertex.PlainVertex;

/**
 * The shared representation: hands its input on, and in the backward pass sends down the
 * combination of the gradients that the {@link TapVertex}es above kept, instead of their sum.
 */
public final class JunctionVertex extends PlainVertex {

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new JunctionGraphVertex(graph, name, index, type);
  }

  @Override
  protected int inputs() {
    return 1;
  }

  @Override
  public GraphVertex clone() {
    return new JunctionVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JunctionVertex;
  }

  @Override
  public int hashCode() {
    return JunctionVertex.class.hashCode();
  }
}
