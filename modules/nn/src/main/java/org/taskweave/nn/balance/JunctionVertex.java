package org.taskweave.nn.balance;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The shared representation: hands its input on, and in the backward pass sends down the
 * combination of the gradients that the {@link TapVertex}es above kept, instead of their sum.
 */
public final class JunctionVertex extends GraphVertex {

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
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return inputs[0];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return null;
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
