package org.taskweave.engine.vertex;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * A function of rows without parameters. Subclasses are immutable; their fields are the DL4J JSON.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class RowFunctionVertex extends PlainVertex {

  /** How many inputs it needs. */
  public abstract int fewestInputs();

  /** How many inputs it takes; -1 for any number. */
  public int mostInputs() {
    return fewestInputs();
  }

  /** Values of all rows; a new array, or one of the inputs. */
  public abstract INDArray forward(INDArray... inputs);

  /**
   * The gradient at each input; zeros, or null at an input of the network, where none passes.
   *
   * @param epsilon the gradient at the output
   */
  public abstract INDArray[] backward(INDArray[] inputs, INDArray epsilon);

  /** What the function adds to the loss; its gradient is part of {@link #backward}. */
  public double penalty(INDArray... inputs) {
    return 0;
  }

  /** Width of the output's rows, by those of the inputs. */
  public abstract long width(long... widths);

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new RowFunctionGraphVertex(this, graph, name, index, type);
  }

  @Override
  protected final int inputs() {
    return fewestInputs();
  }

  @Override
  public int maxVertexInputs() {
    return mostInputs();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(
        width(Arrays.stream(inputs).mapToLong(InputType::arrayElementsPerExample).toArray()));
  }

  @Override
  public GraphVertex clone() {
    return this;
  }

  /** A subclass without fields is all that its class says. */
  @Override
  @SuppressWarnings("EqualsGetClass")
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }
}
