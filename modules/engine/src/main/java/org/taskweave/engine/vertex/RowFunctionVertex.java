package org.taskweave.engine.vertex;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
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
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new RowFunctionGraphVertex(this, site);
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
}
