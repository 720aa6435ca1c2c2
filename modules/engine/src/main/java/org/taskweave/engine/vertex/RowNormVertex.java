package org.taskweave.engine.vertex;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Rows at mean 0 and variance 1: y = (x - mean) / sqrt(variance + epsilon), [B,H] to [B,H] (layer
 * norm, Ba et al. 2016, without gain and bias).
 */
public final class RowNormVertex extends RowFunctionVertex {

  /** Added to the variance. */
  public static final double EPSILON = 1e-5;

  @Override
  public int fewestInputs() {
    return 1;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    INDArray centred = inputs[0].subColumnVector(inputs[0].mean(true, 1));
    return centred.diviColumnVector(deviation(centred));
  }

  /** (epsilon - mean(epsilon) - y mean(epsilon y)) / deviation. */
  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray centred = inputs[0].subColumnVector(inputs[0].mean(true, 1));
    INDArray deviation = deviation(centred);
    INDArray normal = centred.diviColumnVector(deviation);
    INDArray along = normal.mulColumnVector(epsilon.mul(normal).mean(true, 1));
    return new INDArray[] {
      epsilon.subColumnVector(epsilon.mean(true, 1)).subi(along).diviColumnVector(deviation)
    };
  }

  private static INDArray deviation(INDArray centred) {
    return Transforms.sqrt(centred.mul(centred).mean(true, 1).addi(EPSILON), false);
  }

  @Override
  public long width(long... widths) {
    return widths[0];
  }
}
