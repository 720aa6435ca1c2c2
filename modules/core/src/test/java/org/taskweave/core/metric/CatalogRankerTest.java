package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CatalogRankerTest {
  private static final int[] NOTHING = {};

  private static double[] rank(CatalogRanker ranker, int target, int[] history, float... scores) {
    double[] row = new double[RankedRow.WIDTH];
    ranker.rank(scores, 0, target, history, row, 0);
    return row;
  }

  private static double[] list(double[] row) {
    return Arrays.copyOfRange(row, RankedRow.FIRST, RankedRow.WIDTH);
  }

  private static CatalogRanker keeping(int items) {
    return new CatalogRanker(new boolean[items], false);
  }

  private static CatalogRanker filtering(int items) {
    return new CatalogRanker(new boolean[items], true);
  }

  @Test
  void theRankCountsWhatIsBetter() {
    assertEquals(1, rank(keeping(4), 2, NOTHING, 1, 2, 9, 3)[0]);
    assertEquals(3, rank(keeping(4), 1, NOTHING, 1, 2, 9, 3)[0]);
    assertEquals(4, rank(keeping(4), 0, NOTHING, 1, 2, 9, 3)[0]);
  }

  @Test
  void tiedItemsShareTheirMeanRank() {
    // One better; the target and two others on places 2, 3, 4: 3 on average.
    assertEquals(3, rank(keeping(5), 0, NOTHING, 5, 5, 7, 5, 1)[0]);
    // Places 1 and 2.
    assertEquals(1.5, rank(keeping(3), 1, NOTHING, 4, 4, 0)[0]);
    // A model that says nothing ranks in the middle of the catalog.
    assertEquals(50.5, rank(keeping(100), 99, NOTHING, new float[100])[0]);
  }

  @Test
  void seenItemsAreFilteredOrKept() {
    float[] scores = {9, 8, 7, 6};
    assertEquals(4, rank(keeping(4), 3, new int[] {0, 1}, scores)[0]);
    assertEquals(2, rank(filtering(4), 3, new int[] {0, 1, 1, RankedRow.NONE}, scores)[0]);
    assertArrayEquals(
        new double[] {2, 3, -1, -1, -1, -1, -1, -1, -1, -1},
        list(rank(filtering(4), 3, new int[] {0, 1}, scores)));
  }

  @Test
  void anItemThatComesAgainStaysACandidate() {
    assertEquals(2, rank(filtering(4), 2, new int[] {2, 1}, 9, 8, 7, 6)[0]);
  }

  @Test
  void aRankerForgetsTheHistoryBefore() {
    CatalogRanker ranker = filtering(3);
    assertEquals(1, rank(ranker, 2, new int[] {0, 1}, 9, 8, 7)[0]);
    assertEquals(3, rank(ranker, 2, NOTHING, 9, 8, 7)[0]);
  }

  @Test
  void theListHasTheBestFirstAndKnowsTheLongTail() {
    boolean[] tail = new boolean[12];
    tail[11] = true;
    tail[0] = true;
    tail[1] = true;
    CatalogRanker ranker = new CatalogRanker(tail, false);
    double[] row = rank(ranker, 0, NOTHING, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertArrayEquals(new double[] {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}, list(row));
    assertEquals(.1, row[RankedRow.LONG_TAIL], 1e-12);
    double[] tied = rank(ranker, 0, NOTHING, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2);
    assertArrayEquals(new double[] {11, 0, 1, 2, 3, 4, 5, 6, 7, 8}, list(tied));
    assertEquals(.3, tied[RankedRow.LONG_TAIL], 1e-12);
  }

  @Test
  void scoresAreReadFromTheirOffset() {
    double[] rows = new double[2 * RankedRow.WIDTH];
    keeping(2).rank(new float[] {9, 9, 1, 2}, 2, 0, NOTHING, rows, RankedRow.WIDTH);
    assertEquals(2, rows[RankedRow.WIDTH]);
    assertEquals(1, rows[RankedRow.WIDTH + RankedRow.FIRST]);
  }

  @Test
  void noNumberIsNoRank() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> rank(keeping(3), 0, NOTHING, 1, Float.NaN, 2))
            .getMessage();
    assertEquals("the score of item row 1 is NaN", message);
    assertThrows(IllegalArgumentException.class, () -> rank(keeping(1), 0, NOTHING, Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> rank(keeping(2), 2, NOTHING, 1, 2));
  }

  @Property(tries = 200)
  void theRanksOfAllItemsSumToThoseOfAnOrder(@ForAll @Size(20) int @IntRange(max = 4) [] scores) {
    float[] floats = new float[scores.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = scores[i];
    }
    double sum = 0;
    for (int target = 0; target < floats.length; target++) {
      double[] row = rank(keeping(floats.length), target, NOTHING, floats);
      sum += row[0];
      double[] list = list(row);
      for (int i = 1; i < list.length; i++) {
        assertTrue(floats[(int) list[i - 1]] >= floats[(int) list[i]], () -> Arrays.toString(list));
      }
    }
    assertEquals(20 * 21 / 2.0, sum, 1e-9);
  }
}
