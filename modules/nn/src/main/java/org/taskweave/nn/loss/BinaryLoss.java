package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binary cross-entropy on a logit x with label y: p*y*softplus(-x) + (1-y)*softplus(x), where p is
 * the weight of positives. Labels and logits [B,1].
 */
public final class BinaryLoss extends TaskLoss {

  private double positiveWeight;

  /** For Jackson. */
  BinaryLoss() {}

  /** A loss with a task weight and a factor on positive labels. */
  public BinaryLoss(double weight, double positiveWeight) {
    super(weight);
    if (!(positiveWeight > 0) || Double.isInfinite(positiveWeight)) {
      throw new IllegalArgumentException("positiveWeight must be above 0, not " + positiveWeight);
    }
    this.positiveWeight = positiveWeight;
  }

  @Override
  INDArray rowLosses(INDArray labels, INDArray logits) {
    INDArray positive = Logits.softplus(logits.neg()).muli(labels).muli(positiveWeight);
    return Logits.softplus(logits).muli(labels.rsub(1)).addi(positive);
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray logits) {
    INDArray probability = Transforms.sigmoid(logits, true);
    INDArray positive = probability.sub(1).muli(labels).muli(positiveWeight);
    return probability.muli(labels.rsub(1)).addi(positive);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && positiveWeight == ((BinaryLoss) other).positiveWeight;
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Double.hashCode(positiveWeight);
  }
}
