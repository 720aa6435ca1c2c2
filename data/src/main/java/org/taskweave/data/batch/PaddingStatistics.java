package org.taskweave.data.batch;

/**
 * How much of some batches is padding.
 *
 * @param cells tokens of all rows, padding and empty rows included
 * @param realTokens tokens that are no padding
 */
public record PaddingStatistics(long cells, long realTokens) {

  /** Padding's share of all cells, 0 to 1. */
  public double shareOfCells() {
    return cells == 0 ? 0 : 1 - realTokens / (double) cells;
  }
}
