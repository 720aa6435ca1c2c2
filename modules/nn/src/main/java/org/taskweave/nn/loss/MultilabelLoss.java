package org.taskweave.nn.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Mean over classes of binary cross-entropy on logits, each class with its factor. Labels and
 * logits [B,C].
 */
public final class MultilabelLoss extends TaskLoss {

  private double[] classWeights;

  /** For Jackson. */
  MultilabelLoss() {}

  /**
   * A loss with a task weight and class weights.
   *
   * @param classWeights one factor per class, or empty for 1
   */
  public MultilabelLoss(double weight, double... classWeights) {
    super(weight);
    this.classWeights = classWeights.clone();
  }

  @Override
  INDArray rowLosses(INDArray labels, INDArray logits) {
    return weighted(Logits.softplus(logits).subi(logits.mul(labels))).mean(true, 1);
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray logits) {
    return weighted(Transforms.sigmoid(logits, true).subi(labels)).divi(logits.size(1));
  }

  private INDArray weighted(INDArray values) {
    return classWeights.length == 0
        ? values
        : values.muliRowVector(
            Nd4j.createFromArray(classWeights).reshape(1, -1).castTo(values.dataType()));
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && Arrays.equals(classWeights, ((MultilabelLoss) other).classWeights);
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Arrays.hashCode(classWeights);
  }
}
