package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.kernel.SoftmaxLossKernel;

/**
 * Loss of scores x [R,U] of U items, labels [R,2]: the column of the true item, and of another one.
 * Over all of them: cross-entropy logsumexp(x) - x_true, with the corrections for how items were
 * drawn already in the scores. In pairs: -log sigmoid(x_true - x_other) (BPR, Rendle et al. 2009,
 * arXiv:1205.2618).
 */
public final class NextItemLoss extends TaskLoss {

  private boolean pairs;

  /** No part of the configuration, as the next one. */
  private final transient GradientBuffer buffer = new GradientBuffer();

  private final transient KnownLosses ofGradient = new KnownLosses();

  /** For Jackson. */
  NextItemLoss() {}

  /**
   * A loss with a task weight.
   *
   * @param pairs true for BPR, false for cross-entropy over all items
   */
  public NextItemLoss(double weight, boolean pairs) {
    super(weight);
    this.pairs = pairs;
  }

  @Override
  INDArray rowLosses(INDArray labels, INDArray logits) {
    if (pairs) {
      return Logits.softplus(margins(labels, logits).negi());
    }
    if (KernelSupport.serves(logits.dataType())) {
      float[] losses = ofGradient.take(labels, logits);
      if (losses == null) {
        losses = new float[(int) logits.size(0)];
        new SoftmaxLossKernel(KernelSupport.contiguous(logits), columns(labels), losses).run();
      }
      return Nd4j.createFromArray(losses).reshape(losses.length, 1);
    }
    INDArray highest = logits.max(true, 1);
    INDArray sums = Nd4j.math().exp(logits.subColumnVector(highest)).sum(true, 1);
    return Nd4j.math().log(sums).addi(highest).subi(at(logits, labels, 0));
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray logits) {
    INDArray gradients;
    if (pairs) {
      INDArray slopes = Nd4j.nn().sigmoid(margins(labels, logits).negi());
      gradients = logits.ulike().assign(0);
      for (int r = 0; r < labels.size(0); r++) {
        double slope = slopes.getDouble(r, 0);
        add(gradients, r, labels.getInt(r, 0), -slope);
        add(gradients, r, labels.getInt(r, 1), slope);
      }
      return gradients;
    }
    gradients = Nd4j.nn().softmax(logits, 1);
    for (int r = 0; r < labels.size(0); r++) {
      add(gradients, r, labels.getInt(r, 0), -1);
    }
    return gradients;
  }

  @Override
  INDArray rowGradients(INDArray labels, INDArray logits, INDArray factors) {
    if (pairs || !KernelSupport.serves(logits.dataType())) {
      return super.rowGradients(labels, logits, factors);
    }
    INDArray gradients = buffer.array(logits.shape());
    float[] losses = new float[(int) logits.size(0)];
    new SoftmaxLossKernel(
            KernelSupport.contiguous(logits),
            columns(labels),
            losses,
            gradients,
            factors.toFloatVector())
        .run();
    ofGradient.put(labels, logits, losses);
    return gradients;
  }

  private static int[] columns(INDArray labels) {
    return labels.getColumn(0).toIntVector();
  }

  private static void add(INDArray gradients, int row, int column, double value) {
    gradients.putScalar(row, column, gradients.getDouble(row, column) + value);
  }

  private static INDArray margins(INDArray labels, INDArray logits) {
    return at(logits, labels, 0).subi(at(logits, labels, 1));
  }

  /** The scores of the items that a column of the labels names, [R,1]. */
  private static INDArray at(INDArray logits, INDArray labels, int column) {
    INDArray picked = Nd4j.createUninitialized(logits.dataType(), logits.size(0), 1);
    for (int r = 0; r < labels.size(0); r++) {
      picked.putScalar(r, 0, logits.getDouble(r, labels.getInt(r, column)));
    }
    return picked;
  }

  /** A copy by Java's serialization has memory of its own. */
  private Object readResolve() {
    return new NextItemLoss(weight(), pairs);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && pairs == ((NextItemLoss) other).pairs;
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Boolean.hashCode(pairs);
  }
}
