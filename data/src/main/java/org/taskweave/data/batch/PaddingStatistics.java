package org.taskweave.data.batch;

import java.util.List;
import org.taskweave.core.batch.MultiTaskBatch;

/**
 * How much of some batches is padding.
 *
 * @param cells tokens of all rows, padding and empty rows included
 * @param realTokens tokens that are no padding
 */
public record PaddingStatistics(long cells, long realTokens) {

  /** Counts. */
  public static PaddingStatistics of(List<MultiTaskBatch> batches) {
    long cells = 0;
    long real = 0;
    for (MultiTaskBatch batch : batches) {
      for (float mask : batch.input().mask()) {
        cells++;
        real += mask == 1 ? 1 : 0;
      }
    }
    return new PaddingStatistics(cells, real);
  }

  /** Padding's share of all cells, 0 to 1. */
  public double shareOfCells() {
    return cells == 0 ? 0 : 1 - realTokens / (double) cells;
  }
}
