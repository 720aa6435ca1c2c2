package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of two matrices value by value, and the sums of their columns, in one pass. */
public final class ProductKernel implements Runnable {

  private final NativeFloats left;
  private final NativeFloats right;
  private final NativeFloats product;
  private final NativeFloats columnSums;
  private final int columns;
  private final RowChunks chunks;
  private final float[][] rows = new float[Workers.COUNT][];
  private final float[][] others = new float[Workers.COUNT][];

  /**
   * The kernel for fixed arrays.
   *
   * @param left [R,I]
   * @param right [R,I]
   * @param product [R,I]; may be one of the factors
   * @param columnSums [I], or null
   */
  public ProductKernel(INDArray left, INDArray right, INDArray product, INDArray columnSums) {
    this.left = NativeFloats.of(left);
    this.right = NativeFloats.of(right);
    this.product = NativeFloats.of(product);
    this.columnSums = columnSums == null ? null : NativeFloats.of(columnSums);
    this.columns = (int) left.size(1);
    this.chunks = new RowChunks((int) left.size(0));
  }

  @Override
  public void run() {
    float[][] sums = new float[chunks.count()][columns];
    Workers.forEach(chunks.count(), (chunk, worker) -> run(chunk, worker, sums[chunk]));
    if (columnSums != null) {
      RowChunks.sum(sums, columnSums);
    }
  }

  private void run(int chunk, int worker, float[] sums) {
    if (rows[worker] == null) {
      rows[worker] = new float[columns];
      others[worker] = new float[columns];
    }
    float[] x = rows[worker];
    float[] y = others[worker];
    for (int r = chunks.start(chunk); r < chunks.end(chunk); r++) {
      long start = (long) r * columns;
      left.get(start, x, columns);
      right.get(start, y, columns);
      for (int i = 0; i < columns; i++) {
        x[i] *= y[i];
      }
      product.put(start, x, columns);
      RowMath.add(sums, x, columns);
    }
  }
}
