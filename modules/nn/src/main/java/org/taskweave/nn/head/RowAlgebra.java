package org.taskweave.nn.head;

/**
 * What an {@link OutputFunction} is written in: rows of numbers [R,W], by whatever engine computes
 * or writes them.
 *
 * @param <V> rows
 */
public interface RowAlgebra<V> {

  /** e^x, elementwise. */
  V exp(V rows);

  /** 1 / (1 + e^-x), elementwise. */
  V sigmoid(V rows);

  /** log(1 + e^x), elementwise. */
  V softplus(V rows);

  /** Rows [R,W] times a constant [W,out]. */
  V times(V rows, double[][] matrix);

  /** The sum of rows of the same width. */
  V plus(V first, V second);

  /** Rows [R,W] plus a constant [W]. */
  V plus(V rows, double[] constant);
}
