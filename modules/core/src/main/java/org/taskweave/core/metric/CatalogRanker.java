package org.taskweave.core.metric;

import java.util.Arrays;

/**
 * Ranks all N items of a catalog for one user at a time, without sampled negatives, and reduces
 * their scores to a {@link RankedRow}; nothing of size N is kept per user. Not thread-safe.
 *
 * <p><b>Rank.</b> 1 + the number of candidates that score higher + half the number of other
 * candidates that score the same: the mean rank over all orders of the tied ones, so that equal
 * scores give nothing away.
 *
 * <p><b>Candidates.</b> All items; or, where seen ones are filtered, those that are not in the
 * history, and the item that came next in any case: an item bought again stays a candidate, or its
 * row could not be ranked.
 *
 * <p><b>List.</b> The best candidates; of equal scores the one that stands first in the catalog.
 */
public final class CatalogRanker {

  private final boolean[] longTail;
  private final boolean filtersSeen;
  private final boolean[] left;
  private final double[] widened;
  private final int[] best = new int[RankedRow.LIST];

  /**
   * A ranker of a catalog.
   *
   * @param longTail [N] whether an item is in the long tail, see {@link LongTail}
   * @param filtersSeen whether items of the history are no candidates
   */
  public CatalogRanker(boolean[] longTail, boolean filtersSeen) {
    this.longTail = longTail.clone();
    this.filtersSeen = filtersSeen;
    this.left = new boolean[longTail.length];
    this.widened = new double[longTail.length];
  }

  /**
   * Ranks one user's item.
   *
   * @param scores N of them from the offset; a higher one is likelier
   * @param target row of the item that came next
   * @param history rows of the items seen before, repeats allowed; {@link RankedRow#NONE} for items
   *     that the catalog lacks
   * @param row W numbers are written from {@code at}
   * @throws IllegalArgumentException a candidate's score is NaN, or the target is no row
   */
  public void rank(float[] scores, int offset, int target, int[] history, double[] row, int at) {
    for (int i = 0; i < widened.length; i++) {
      widened[i] = scores[offset + i];
    }
    rank(widened, target, history, row, at);
  }

  /** As above, of scores [N] in double precision. */
  public void rank(double[] scores, int target, int[] history, double[] row, int at) {
    if (target < 0 || target >= left.length) {
      throw new IllegalArgumentException(
          "the item that came next has row " + target + " of a catalog of " + left.length);
    }
    leave(history, target, true);
    try {
      row[at + RankedRow.RANK] = rank(scores, target);
      writeList(scores, row, at);
    } finally {
      leave(history, target, false);
    }
  }

  /**
   * Ranks the items of one user's next basket, seen ones among all others.
   *
   * @param scores [N]
   * @param targets rows of the basket's items, each once; {@link RankedRow#NONE} for items that the
   *     catalog lacks, which nobody can find
   * @param history as above
   * @param row W numbers of a {@link BasketRow} are written from {@code at}
   * @throws IllegalArgumentException a score is NaN
   */
  public void rankBasket(double[] scores, int[] targets, int[] history, double[] row, int at) {
    Arrays.fill(row, at, at + BasketRow.WIDTH, 0);
    double first = Double.POSITIVE_INFINITY;
    for (int target : targets) {
      double rank = target == RankedRow.NONE ? Double.POSITIVE_INFINITY : rank(scores, target);
      boolean repeat = target != RankedRow.NONE && contains(history, target);
      row[at + (repeat ? BasketRow.REPEATS : BasketRow.EXPLORED)]++;
      for (int k = 0; k < BasketRow.CUTOFFS.size(); k++) {
        if (rank <= BasketRow.CUTOFFS.get(k)) {
          row[at + (repeat ? BasketRow.hitsOfRepeats(k) : BasketRow.hitsOfExplored(k))]++;
          row[at + BasketRow.gain(k)] += BasketMetrics.discount(rank);
        }
      }
      first = Math.min(first, rank);
    }
    row[at + RankedRow.RANK] = Double.isInfinite(first) ? scores.length + 1 : first;
    writeList(scores, row, at);
  }

  /** As above, of N scores from the offset. */
  public void rankBasket(
      float[] scores, int offset, int[] targets, int[] history, double[] row, int at) {
    for (int i = 0; i < widened.length; i++) {
      widened[i] = scores[offset + i];
    }
    rankBasket(widened, targets, history, row, at);
  }

  private static boolean contains(int[] items, int item) {
    for (int other : items) {
      if (other == item) {
        return true;
      }
    }
    return false;
  }

  private void writeList(double[] scores, double[] row, int at) {
    int listed = list(scores);
    int inTail = 0;
    for (int i = 0; i < RankedRow.LIST; i++) {
      row[at + RankedRow.FIRST + i] = i < listed ? best[i] : RankedRow.NONE;
      inTail += i < listed && longTail[best[i]] ? 1 : 0;
    }
    row[at + RankedRow.LONG_TAIL] = inTail / (double) listed;
  }

  private void leave(int[] history, int target, boolean mark) {
    if (filtersSeen) {
      for (int item : history) {
        if (item != RankedRow.NONE) {
          left[item] = mark && item != target;
        }
      }
    }
  }

  private double rank(double[] scores, int target) {
    double own = scores[target];
    int better = 0;
    int tied = 0;
    for (int i = 0; i < left.length; i++) {
      if (!left[i]) {
        double score = scores[i];
        if (Double.isNaN(score)) {
          throw new IllegalArgumentException("the score of item row " + i + " is NaN");
        }
        better += score > own ? 1 : 0;
        tied += score == own ? 1 : 0;
      }
    }
    return 1 + better + (tied - 1) / 2.0;
  }

  /** Fills {@link #best} and returns how many there are. */
  private int list(double[] scores) {
    int count = 0;
    Arrays.fill(best, RankedRow.NONE);
    for (int i = 0; i < left.length; i++) {
      double score = scores[i];
      if (left[i] || (count == RankedRow.LIST && score <= scores[best[RankedRow.LIST - 1]])) {
        continue;
      }
      int place = count < RankedRow.LIST ? count++ : RankedRow.LIST - 1;
      while (place > 0 && score > scores[best[place - 1]]) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = i;
    }
    return count;
  }
}
