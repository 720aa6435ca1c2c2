package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A loss that is a formula of one row's label and logits, worked out in double precision. */
public abstract class RowLoss extends TaskLoss {

  /** For Jackson. */
  protected RowLoss() {}

  /** A loss with a task weight. */
  protected RowLoss(double weight) {
    super(weight);
  }

  /**
   * The loss of one row.
   *
   * @param label [L]
   * @param logits [W]
   * @param gradient [W] of zeros, which the loss's gradient at the logits is added to
   */
  protected abstract double row(double[] label, double[] logits, double[] gradient);

  @Override
  final INDArray rowLosses(INDArray labels, INDArray logits) {
    double[][] of = labels.toDoubleMatrix();
    double[][] at = logits.toDoubleMatrix();
    double[] losses = new double[at.length];
    for (int r = 0; r < losses.length; r++) {
      losses[r] = row(of[r], at[r], new double[at[r].length]);
    }
    return Nd4j.createFromArray(losses).castTo(logits.dataType()).reshape(losses.length, 1);
  }

  @Override
  final INDArray rowGradients(INDArray labels, INDArray logits) {
    double[][] of = labels.toDoubleMatrix();
    double[][] at = logits.toDoubleMatrix();
    double[][] gradients = new double[at.length][];
    for (int r = 0; r < at.length; r++) {
      gradients[r] = new double[at[r].length];
      row(of[r], at[r], gradients[r]);
    }
    return Nd4j.createFromArray(gradients).castTo(logits.dataType());
  }

  /** log(1 + e^x). */
  protected static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** 1 / (1 + e^-x). */
  protected static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
