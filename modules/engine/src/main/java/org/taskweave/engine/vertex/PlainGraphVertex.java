package org.taskweave.engine.vertex;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A running vertex without parameters, whose masks end here. */
public abstract class PlainGraphVertex extends RunningVertex {

  protected PlainGraphVertex(VertexSite site) {
    super(site);
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray view) {
    throw new UnsupportedOperationException(vertexName + " has no parameters");
  }
}
