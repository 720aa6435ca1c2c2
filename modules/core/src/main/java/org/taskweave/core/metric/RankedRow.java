package org.taskweave.core.metric;

/**
 * What is kept of the scores of a whole catalog for one user: W = {@value #WIDTH} numbers instead
 * of N. They are the rank of the item that came next, the share of long-tail items among the listed
 * ones, and the catalog rows of the {@value #LIST} best items, best first; {@value #NONE} fills a
 * list up where there are fewer candidates.
 */
public final class RankedRow {

  /** Length of the list that a user is shown: what coverage, Gini and long-tail share look at. */
  public static final int LIST = 10;

  /** W. */
  public static final int WIDTH = 2 + LIST;

  /** No item. */
  public static final int NONE = -1;

  static final int RANK = 0;
  static final int LONG_TAIL = 1;
  static final int FIRST = 2;

  private RankedRow() {}
}
