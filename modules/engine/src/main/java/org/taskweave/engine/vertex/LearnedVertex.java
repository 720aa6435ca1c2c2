package org.taskweave.engine.vertex;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
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
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new LearnedGraphVertex(this, site);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(width(inputs));
  }
}
