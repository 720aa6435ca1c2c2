package org.taskweave.nn.encoder;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.engine.vertex.PlainVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Token states [B,T,H] and mask [B,T] to one vector per sequence [B,H]: the mean over real tokens
 * (0 for a row without any), or the state of the first or of the last real token.
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
  public org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new PoolingGraphVertex(pooling, site);
  }

  @Override
  protected int inputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) inputs[0]).getSize());
  }
}
