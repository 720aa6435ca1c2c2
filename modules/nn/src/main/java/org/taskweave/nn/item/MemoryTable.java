package org.taskweave.nn.item;

import java.util.Arrays;

/**
 * How much each of N items says for others: at most K weights of each, side by side.
 *
 * @param width K
 * @param columns [N,Z] rows of the items that are spoken for; {@value #NONE} where there are fewer
 * @param values [N,Z]
 */
public record MemoryTable(int width, int[] columns, float[] values) {

  /** No item. */
  public static final int NONE = -1;

  /**
   * A table of compressed rows.
   *
   * @param offsets [N+1] where each item's weights begin
   * @param columns [S] and {@code values} [S] of all items, one after the other
   */
  public static MemoryTable of(int[] offsets, int[] columns, float[] values) {
    int items = offsets.length - 1;
    int width = 1;
    for (int i = 0; i < items; i++) {
      width = Math.max(width, offsets[i + 1] - offsets[i]);
    }
    int[] padded = new int[items * width];
    float[] weights = new float[items * width];
    Arrays.fill(padded, NONE);
    for (int i = 0; i < items; i++) {
      int length = offsets[i + 1] - offsets[i];
      System.arraycopy(columns, offsets[i], padded, i * width, length);
      System.arraycopy(values, offsets[i], weights, i * width, length);
    }
    return new MemoryTable(width, padded, weights);
  }

  /** N. */
  public int items() {
    return columns.length / width;
  }

  /**
   * The same for a larger catalog, whose new items neither say anything nor are spoken for.
   *
   * @param rows [N of the larger catalog] each item's row here, -1 for a new one
   */
  MemoryTable moved(int[] rows) {
    int[] moved = new int[items()];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] >= 0) {
        moved[rows[i]] = i;
      }
    }
    int[] wider = new int[rows.length * width];
    float[] weights = new float[rows.length * width];
    Arrays.fill(wider, NONE);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; rows[i] >= 0 && k < width; k++) {
        int column = columns[rows[i] * width + k];
        wider[i * width + k] = column == NONE ? NONE : moved[column];
        weights[i * width + k] = values[rows[i] * width + k];
      }
    }
    return new MemoryTable(width, wider, weights);
  }
}
