package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Two users with both classes, in turn, and one without a positive. */
class GroupMetricsTest {

  private static final int[] USERS = {0, 1, 0, 1, 0, 2, 2};
  private static final double[] LABELS = {1, 0, 0, 1, 0, 0, 0};
  private static final double[] SCORES = {.5, .9, .7, .1, .2, .8, .3};

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** The first user's positive is above one of two, the second's above none; 3 and 2 rows. */
  @Test
  void gaucWeighsTheUsersThatHaveBothClassesByTheirRows() {
    assertEquals((3 * .5 + 2 * 0) / 5, new GroupAreaUnderRoc(USERS).value(LABELS, SCORES), 1e-12);
  }

  /** Second place of three, and second of two. */
  @Test
  void ndcgIsAMeanOverTheUsersThatHaveAPositive() {
    assertEquals(
        (1 / log2(3) + 1 / log2(3)) / 2,
        new GroupNormalizedGain(USERS).value(LABELS, SCORES),
        1e-12);
  }

  @Test
  void tiesShareTheirDiscounts() {
    assertEquals(
        (1 + 1 / log2(3) + .5) / 3,
        new GroupNormalizedGain(new int[3])
            .value(new double[] {0, 1, 0}, new double[] {.4, .4, .4}),
        1e-12);
    assertEquals(
        .5,
        new GroupAreaUnderRoc(new int[3]).value(new double[] {0, 1, 0}, new double[] {.4, .4, .4}),
        1e-12);
  }

  @Test
  void aUserThatIsDrawnTwiceCountsTwice() {
    int[] counts = {2, 1, 2, 1, 2, 0, 0};
    assertEquals(
        (6 * .5 + 2 * 0) / 8,
        new GroupAreaUnderRoc(USERS).prepare(LABELS, SCORES).value(counts),
        1e-12);
    double perfect = 1;
    double[] scores = {.95, .9, .7, .1, .2, .8, .3};
    assertEquals(
        (2 * perfect + 1 / log2(3)) / 3,
        new GroupNormalizedGain(USERS).prepare(LABELS, scores).value(counts),
        1e-12);
  }

  @Test
  void withoutAPositiveThereIsNothingToRank() {
    double[] none = new double[7];
    assertEquals(Double.NaN, new GroupAreaUnderRoc(USERS).value(none, SCORES));
    assertEquals(Double.NaN, new GroupNormalizedGain(USERS).value(none, SCORES));
    assertThrows(
        IllegalArgumentException.class,
        () -> new GroupNormalizedGain(USERS).value(new double[2], new double[2]));
  }
}
