package org.taskweave.nn.share;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The scaled product of two rows, y = (a . b) / sqrt(H): two inputs [B,H] to [B,1]. */
public final class RowDotVertex extends RowFunctionVertex {

  @Override
  int fewestInputs() {
    return 2;
  }

  @Override
  INDArray forward(INDArray... inputs) {
    return inputs[0].mul(inputs[1]).sum(true, 1).divi(root(inputs[0]));
  }

  @Override
  INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray scaled = epsilon.div(root(inputs[0]));
    return new INDArray[] {inputs[1].mulColumnVector(scaled), inputs[0].mulColumnVector(scaled)};
  }

  private static double root(INDArray rows) {
    return Math.sqrt(rows.size(1));
  }

  @Override
  long width(long... widths) {
    return 1;
  }
}
