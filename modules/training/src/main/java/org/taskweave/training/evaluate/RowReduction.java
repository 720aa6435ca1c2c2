package org.taskweave.training.evaluate;

import org.taskweave.core.batch.TaskScores;

/**
 * What is kept of a row of scores as soon as its batch is scored, so that the scores of a whole
 * catalog are never held for all examples at once.
 */
public interface RowReduction {

  /** How many numbers are kept. */
  int width();

  /**
   * Reduces one row.
   *
   * @param example whose row it is
   * @param kept [width] to be filled
   */
  void reduce(int example, TaskScores scores, int row, double[] kept);
}
