package org.taskweave.nn.item;

import java.util.function.IntFunction;

/**
 * What the rows of a batch share; U items are scored.
 *
 * @param tables of a fold; 0 for all users
 * @param positions [N] places among the scored items, -1 for none
 * @param trust [R,3J]
 * @param events [R,Y] {@link MemoryWindow}
 * @param histories which scored items are in the rows' histories; null without repeats
 * @param ages weights of events [C*ages]
 * @param base [3C*sizes]
 * @param repeat factor of items of the history
 * @param inverse [U] 1 / e^offset of what was subtracted from the scores
 */
record MemoryBatch(
    IntFunction<MemoryTable[]> tables,
    int[] positions,
    double[] trust,
    int[] events,
    HistoryItems histories,
    double[] ages,
    double[] base,
    double repeat,
    double[] inverse) {

  /** J. */
  int channels() {
    return ages.length / MemoryWindow.AGES;
  }

  /** The size of a row's current basket, in powers of two. */
  int size(int row) {
    return events[row * MemoryWindow.WIDTH + MemoryWindow.SIZE];
  }

  /** The tables that a row reads. */
  MemoryTable[] tablesOf(int row) {
    return tables.apply(events[row * MemoryWindow.WIDTH + MemoryWindow.FOLD]);
  }
}
