package org.taskweave.data.rule;

/** Scores all items of a catalog for one history; a higher score is likelier. Thread-safe. */
public interface ItemRule {

  /** Name and settings, as in a table. */
  String name();

  /**
   * Scores a history.
   *
   * @param scores [N] all 0; to be filled
   */
  void score(ItemHistory history, double[] scores);
}
