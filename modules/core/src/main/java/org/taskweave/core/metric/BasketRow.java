package org.taskweave.core.metric;

import java.util.List;

/**
 * What is kept of the scores of a whole catalog for one user's next basket: W = {@value #WIDTH}
 * numbers. They begin as a {@link RankedRow}, whose rank is that of the basket's best item. Then
 * come how many of the basket's items were in the history (repeats) and how many were not, and for
 * each k of {@link #CUTOFFS} how many of both are among the first k, and the gain of the first k:
 * sum of 1 / log2(rank + 1).
 */
public final class BasketRow {

  /** Each k that is measured. */
  static final List<Integer> CUTOFFS = List.of(5, 10, 20);

  static final int REPEATS = RankedRow.WIDTH;
  static final int EXPLORED = REPEATS + 1;
  private static final int FIRST_CUTOFF = EXPLORED + 1;
  private static final int PER_CUTOFF = 3;

  /** W. */
  public static final int WIDTH = FIRST_CUTOFF + 3 * PER_CUTOFF;

  private BasketRow() {}

  static int hitsOfRepeats(int cutoff) {
    return FIRST_CUTOFF + PER_CUTOFF * cutoff;
  }

  static int hitsOfExplored(int cutoff) {
    return hitsOfRepeats(cutoff) + 1;
  }

  static int gain(int cutoff) {
    return hitsOfRepeats(cutoff) + 2;
  }
}
