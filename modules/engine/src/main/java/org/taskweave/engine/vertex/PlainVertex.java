package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Configuration of a vertex without parameters; the fields of subclasses are the DL4J JSON, and all
 * that the vertex is.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public abstract class PlainVertex extends GraphVertex {

  /**
   * Number of inputs that must be there, which are all unless {@link #maxVertexInputs} says more.
   */
  protected abstract int inputs();

  @Override
  public final long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public final int minVertexInputs() {
    return inputs();
  }

  @Override
  public int maxVertexInputs() {
    return inputs();
  }

  /** Unused: sizes are given to all layers. */
  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return inputs[0];
  }

  @Override
  public final MemoryReport getMemoryReport(InputType... inputs) {
    return null;
  }

  /** The vertex that runs this configuration. */
  protected abstract org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site);

  @Override
  public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return run(new VertexSite(graph, vertexName, index, parameters, initialize, type));
  }

  @Override
  public final GraphVertex clone() {
    return SavedForm.copy(this);
  }

  @Override
  public final boolean equals(Object other) {
    return SavedForm.same(this, other);
  }

  @Override
  public final int hashCode() {
    return SavedForm.hash(this);
  }
}
