package org.taskweave.engine.vertex;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Configuration of a vertex with named parameters, run by a {@link ParameterGraphVertex}. The
 * fields of subclasses are the DL4J JSON, and all that the vertex is. Parameters that stay as they
 * are have no updater and no decay.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public abstract class ParameterVertex extends SameDiffVertex {

  /** For Jackson. */
  protected ParameterVertex() {}

  protected ParameterVertex(IUpdater updater, double weightDecay) {
    this.updater = updater;
    this.regularization =
        weightDecay == 0
            ? Collections.emptyList()
            : Collections.singletonList(new WeightDecay(weightDecay, true));
    this.regularizationBias = this.regularization;
  }

  /** Names of parameters that training leaves as they are. */
  protected Set<String> fixed() {
    return Set.of();
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return fixed().contains(parameter) ? new NoOp() : updater;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return fixed().contains(parameter) ? Collections.emptyList() : regularization;
  }

  /** Unused: the running vertex computes by itself. */
  @Override
  public final SDVariable defineVertex(
      SameDiff graph,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " computes by itself");
  }

  @Override
  public final Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  /** Unused: sizes are given to all layers. */
  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return inputs[0];
  }

  @Override
  protected final boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
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
    setName(vertexName);
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
