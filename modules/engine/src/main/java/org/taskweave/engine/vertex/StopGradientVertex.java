package org.taskweave.engine.vertex;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Passes rows on and no gradient back. [B,H] to [B,H]. */
public final class StopGradientVertex extends RowFunctionVertex {

  @Override
  public int fewestInputs() {
    return 1;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    return inputs[0];
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    return new INDArray[] {epsilon.ulike().assign(0)};
  }

  @Override
  public long width(long... widths) {
    return widths[0];
  }
}
