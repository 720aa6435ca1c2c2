package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-entropy over many columns in one pass: the loss of each row, and its gradient times the
 * row's factor.
 */
public final class SoftmaxLossKernel implements Runnable {

  private final NativeFloats logits;
  private final int[] columns;
  private final int rows;
  private final int width;
  private final float[] losses;

  /** Null if no gradient is asked for. */
  private final NativeFloats gradients;

  private final float[] factors;

  /**
   * The kernel of losses alone, for fixed arrays.
   *
   * @param logits [R,U]
   * @param columns [R] of the true class
   * @param losses [R], written
   */
  public SoftmaxLossKernel(INDArray logits, int[] columns, float[] losses) {
    this(logits, columns, losses, null, null);
  }

  /**
   * The kernel of losses and gradients.
   *
   * @param logits [R,U]
   * @param columns [R] of the true class
   * @param losses [R], written
   * @param gradients [R,U], written: those of the losses, times factors
   * @param factors [R] of gradients
   */
  public SoftmaxLossKernel(
      INDArray logits, int[] columns, float[] losses, INDArray gradients, float[] factors) {
    this.logits = NativeFloats.of(logits);
    this.columns = columns;
    this.rows = (int) logits.size(0);
    this.width = (int) logits.size(1);
    this.losses = losses;
    this.gradients = gradients == null ? null : NativeFloats.of(gradients);
    this.factors = factors;
  }

  private static final class Scratch {
    final float[] row;
    final RowMath math;

    Scratch(int width) {
      this.row = new float[width];
      this.math = new RowMath(width);
    }
  }

  @Override
  public void run() {
    Scratch[] scratch = new Scratch[Workers.COUNT];
    Workers.forEach(
        rows,
        (row, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch(width);
          }
          one(row, scratch[worker]);
        });
  }

  private void one(int row, Scratch own) {
    float[] x = own.row;
    long start = (long) row * width;
    logits.get(start, x, width);
    float trueScore = x[columns[row]];
    float highest = RowMath.max(x, 0, width);
    for (int i = 0; i < width; i++) {
      x[i] -= highest;
    }
    own.math.exp(x, width);
    float sum = RowMath.sum(x, 0, width);
    losses[row] = (float) Math.log(sum) + highest - trueScore;
    if (gradients != null) {
      float factor = factors[row] / sum;
      for (int i = 0; i < width; i++) {
        x[i] *= factor;
      }
      x[columns[row]] -= factors[row];
      gradients.put(start, x, width);
    }
  }
}
