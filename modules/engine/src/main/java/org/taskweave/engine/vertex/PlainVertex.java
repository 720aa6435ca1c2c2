package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/** Configuration of a vertex without parameters; the fields of subclasses are the DL4J JSON. */
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
}
