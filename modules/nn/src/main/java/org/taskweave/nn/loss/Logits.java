package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Functions of logits that do not overflow. */
public final class Logits {

  private Logits() {}

  /** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), elementwise; a new array. */
  public static INDArray softplus(INDArray x) {
    INDArray tail = Nd4j.math().log1p(Transforms.exp(Transforms.abs(x, true).negi(), false));
    return tail.addi(Transforms.max(x, 0, true));
  }

  /** x - logsumexp(x) along the rows [R,C]; a new array. */
  static INDArray logSoftmax(INDArray x) {
    INDArray shifted = x.subColumnVector(x.max(true, 1));
    INDArray logSum = Transforms.log(Transforms.exp(shifted, true).sum(true, 1), false);
    return shifted.subiColumnVector(logSum);
  }
}
