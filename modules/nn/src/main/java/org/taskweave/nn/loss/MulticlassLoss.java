package org.taskweave.nn.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cross-entropy on logits x with one-hot label: w_c * (logsumexp(x) - x_c). Labels and logits
 * [R,C]. Serves multiclass tasks (R = B) and token tagging (R = B*T).
 */
public final class MulticlassLoss extends TaskLoss {

  private double[] classWeights;

  /** For Jackson. */
  MulticlassLoss() {}

  /**
   * A loss with a task weight and class weights.
   *
   * @param classWeights one factor per class, or empty for 1
   */
  public MulticlassLoss(double weight, double... classWeights) {
    super(weight);
    this.classWeights = classWeights.clone();
  }

  @Override
  INDArray rowLosses(INDArray labels, INDArray logits) {
    return weighted(labels).muli(Logits.logSoftmax(logits)).sum(true, 1).negi();
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray logits) {
    INDArray weighted = weighted(labels);
    INDArray probabilities = Nd4j.nn().softmax(logits, 1);
    return probabilities.muliColumnVector(weighted.sum(true, 1)).subi(weighted);
  }

  private INDArray weighted(INDArray labels) {
    INDArray copy = labels.dup();
    return classWeights.length == 0
        ? copy
        : copy.muliRowVector(
            Nd4j.createFromArray(classWeights).reshape(1, -1).castTo(labels.dataType()));
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && Arrays.equals(classWeights, ((MulticlassLoss) other).classWeights);
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Arrays.hashCode(classWeights);
  }
}
