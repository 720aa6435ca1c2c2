package org.taskweave.training.evaluate;

import java.util.Arrays;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.RankedRow;

/**
 * The best items of a row of scores: pairs of catalog row and score, best first; of equal scores
 * the one that stands first in the catalog. {@link RankedRow#NONE} and NaN fill up.
 */
public final class BestItems implements RowReduction {

  private final int count;
  private final int[][] left;
  private final boolean[] leftForAll;

  /**
   * The best items.
   *
   * @param count how many are kept
   * @param left [n] per example, rows of items that are left out; {@link RankedRow#NONE} for none
   */
  public BestItems(int count, int[][] left) {
    this(count, left, new boolean[0]);
  }

  /**
   * The best of some items.
   *
   * @param leftForAll [N] which items are left out of every row; empty for none
   */
  public BestItems(int count, int[][] left, boolean[] leftForAll) {
    this.count = count;
    this.left = left.clone();
    this.leftForAll = leftForAll.clone();
  }

  @Override
  public int width() {
    return 2 * count;
  }

  @Override
  public void reduce(int example, TaskScores scores, int row, double[] kept) {
    int[] out = left[example].clone();
    Arrays.sort(out);
    int found = 0;
    for (int item = 0; item < scores.width(); item++) {
      float score = scores.at(row, item);
      if (Float.isNaN(score)) {
        throw new IllegalArgumentException("the score of item row " + item + " is NaN");
      }
      if ((found == count && score <= kept[2 * count - 1])
          || (leftForAll.length > 0 && leftForAll[item])
          || Arrays.binarySearch(out, item) >= 0) {
        continue;
      }
      int place = found < count ? found++ : count - 1;
      for (; place > 0 && score > kept[2 * place - 1]; place--) {
        kept[2 * place] = kept[2 * place - 2];
        kept[2 * place + 1] = kept[2 * place - 1];
      }
      kept[2 * place] = item;
      kept[2 * place + 1] = score;
    }
    for (int place = found; place < count; place++) {
      kept[2 * place] = RankedRow.NONE;
      kept[2 * place + 1] = Double.NaN;
    }
  }
}
