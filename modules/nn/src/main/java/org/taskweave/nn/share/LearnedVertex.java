package org.taskweave.nn.share;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * A function of rows with parameters. DL4J's SameDiffVertex lends its settings for updaters and
 * their JSON; its graph is not used. The fields of subclasses are the DL4J JSON.
 */
public abstract class LearnedVertex extends SameDiffVertex {

  /** For Jackson. */
  LearnedVertex() {}

  /**
   * A vertex that learns.
   *
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  LearnedVertex(IUpdater updater, double weightDecay) {
    this.updater = updater;
    this.regularization =
        weightDecay == 0
            ? Collections.emptyList()
            : Collections.singletonList(new WeightDecay(weightDecay, true));
    this.regularizationBias = this.regularization;
  }

  /** Values of all rows; a new array. */
  abstract INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters);

  /**
   * The gradient at each input; zeros where none passes.
   *
   * @param epsilon the gradient at the output
   * @param gradients is filled, by parameter
   */
  abstract INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients);

  /** Width of the output's rows. */
  abstract long width(InputType... inputs);

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

  /** Unused: {@link #forward} and {@link #backward} compute. */
  @Override
  public SDVariable defineVertex(
      SameDiff graph,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    throw new UnsupportedOperationException("the vertex computes without a SameDiff graph");
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(width(inputs));
  }

  /** Copies what every vertex has; for clones. */
  final <T extends LearnedVertex> T copyTo(T copy) {
    LearnedVertex other = copy;
    other.setName(getName());
    other.updater = updater == null ? null : updater.clone();
    other.regularization = regularization;
    other.regularizationBias = regularizationBias;
    other.biasUpdater = biasUpdater;
    other.gradientNormalization = gradientNormalization;
    other.gradientNormalizationThreshold = gradientNormalizationThreshold;
    other.dataType = dataType;
    return copy;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
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
