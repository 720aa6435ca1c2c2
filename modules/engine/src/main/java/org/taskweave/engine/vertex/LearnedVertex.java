package org.taskweave.engine.vertex;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** A function of rows with parameters. The fields of subclasses are the DL4J JSON. */
public abstract class LearnedVertex extends ParameterVertex {

  /** For Jackson. */
  protected LearnedVertex() {}

  /**
   * A vertex that learns.
   *
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  protected LearnedVertex(IUpdater updater, double weightDecay) {
    super(updater, weightDecay);
  }

  /** Values of all rows; a new array. */
  public abstract INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters);

  /**
   * The gradient at each input; zeros where none passes.
   *
   * @param epsilon the gradient at the output
   * @param gradients is filled, by parameter
   */
  public abstract INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients);

  /** Width of the output's rows. */
  public abstract long width(InputType... inputs);

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    setName(vertexName);
    return new LearnedGraphVertex(this, graph, vertexName, index, parameters, initialize, type);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(width(inputs));
  }

  @Override
  public boolean equals(Object other) {
    return canEqual(other)
        && Objects.equals(updater, ((LearnedVertex) other).updater)
        && Objects.equals(regularization, ((LearnedVertex) other).regularization);
  }

  @Override
  public int hashCode() {
    return Objects.hash(getClass(), updater);
  }
}
