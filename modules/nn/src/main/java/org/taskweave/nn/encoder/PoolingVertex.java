package org.taskweave.nn.encoder;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.engine.vertex.PlainVertex;

/**
 * Token states [B,T,H] and mask [B,T] to one vector per sequence [B,H]: the mean over real tokens
 * (0 for a row without any), or the state of the first token.
 *
 * <p>The fields are the DL4J JSON.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class PoolingVertex extends PlainVertex {

  private Pooling pooling;

  /** For Jackson. */
  PoolingVertex() {}

  /** A vertex of the given kind. */
  public PoolingVertex(Pooling pooling) {
    this.pooling = pooling;
  }

  /** How tokens become one vector. */
  public Pooling pooling() {
    return pooling;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new PoolingGraphVertex(pooling, graph, name, index, type);
  }

  @Override
  protected int inputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) inputs[0]).getSize());
  }

  @Override
  public GraphVertex clone() {
    return new PoolingVertex(pooling);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolingVertex that && pooling == that.pooling;
  }

  @Override
  public int hashCode() {
    return pooling.hashCode();
  }
}
