package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A running vertex that is no layer, whose masks end here. */
abstract class RunningVertex extends BaseGraphVertex {

  RunningVertex(VertexSite site) {
    super(site.graph(), site.name(), site.index(), null, null, site.type());
  }

  @Override
  public final Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public final boolean hasLayer() {
    return false;
  }

  @Override
  public final Layer getLayer() {
    return null;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + vertexName + ")";
  }
}
