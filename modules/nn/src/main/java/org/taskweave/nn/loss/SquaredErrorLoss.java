package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Squared error (x - y)^2. Labels and outputs [B,1]. */
public final class SquaredErrorLoss extends TaskLoss {

  /** For Jackson. */
  SquaredErrorLoss() {}

  /** A loss with a task weight. */
  public SquaredErrorLoss(double weight) {
    super(weight);
  }

  @Override
  INDArray rowLosses(INDArray labels, INDArray outputs) {
    INDArray error = outputs.sub(labels);
    return error.muli(error);
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray outputs) {
    return outputs.sub(labels).muli(2);
  }
}
