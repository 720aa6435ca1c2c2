package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Adds rows to those of a table that indices name; one that comes several times adds each. */
public final class RowSumKernel implements Runnable {

  private final NativeFloats table;
  private final int[] indices;
  private final NativeFloats rows;
  private final int width;

  /**
   * The kernel for fixed arrays.
   *
   * @param table [V,W], added to
   * @param indices [R] rows of the table
   * @param rows [R,W]
   */
  public RowSumKernel(INDArray table, int[] indices, INDArray rows) {
    this.table = NativeFloats.of(table);
    this.indices = indices;
    this.rows = NativeFloats.of(rows);
    this.width = (int) table.size(1);
  }

  @Override
  public void run() {
    float[] sum = new float[width];
    float[] row = new float[width];
    for (int r = 0; r < indices.length; r++) {
      long place = (long) indices[r] * width;
      table.get(place, sum, width);
      rows.get((long) r * width, row, width);
      RowMath.add(sum, row, width);
      table.put(place, sum, width);
    }
  }
}
