package org.taskweave.engine.vertex;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The scaled product of two rows, y = (a . b) / sqrt(H): two inputs [B,H] to [B,1]. */
public final class RowDotVertex extends RowFunctionVertex {

  private int width;

  /** For Jackson. */
  RowDotVertex() {}

  /** A vertex for rows of H numbers. */
  public RowDotVertex(int width) {
    this.width = width;
  }

  /** H. */
  public int width() {
    return width;
  }

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    return inputs[0].mul(inputs[1]).sum(true, 1).divi(Math.sqrt(width));
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray scaled = epsilon.div(Math.sqrt(width));
    return new INDArray[] {inputs[1].mulColumnVector(scaled), inputs[0].mulColumnVector(scaled)};
  }

  @Override
  public long width(long... widths) {
    return 1;
  }
}
