package org.taskweave.nn.share;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Passes rows on and no gradient back. [B,H] to [B,H]. */
public final class StopGradientVertex extends RowFunctionVertex {

  @Override
  int fewestInputs() {
    return 1;
  }

  @Override
  INDArray forward(INDArray... inputs) {
    return inputs[0];
  }

  @Override
  INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    return new INDArray[] {epsilon.ulike().assign(0)};
  }

  @Override
  long width(long... widths) {
    return widths[0];
  }
}
