package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemStepsTest {

  private static List<ItemSteps.Visit> visits(int... items) {
    return Arrays.stream(items).mapToObj(item -> new ItemSteps.Visit(item, true)).toList();
  }

  /** After 0 came 1 twice, 2 and 3 once each; 4 never came. */
  private static final ItemSteps STEPS =
      ItemSteps.of(List.of(visits(0, 1, 0, 2), visits(2, 2, 0, 1), visits(0, 3)), 5);

  @Test
  void countsWhatCameAndWhatCameAfterWhat() {
    assertArrayEquals(new int[] {4, 2, 3, 1, 0}, STEPS.interactions());
    assertArrayEquals(new int[] {0, 0, 0, 1, 2, 2}, STEPS.followed());
    assertArrayEquals(new int[] {1, 2, 3, 0, 0, 2}, STEPS.followers());
    assertArrayEquals(new int[] {2, 1, 1, 1, 1, 1}, STEPS.counts());
  }

  @Test
  void popularityRanksByHowOftenAnItemCame() {
    assertArrayEquals(new double[] {4, 2, 3, 1, 0}, STEPS.popularity());
    ItemSteps tied = ItemSteps.of(List.of(visits(0, 1, 2, 2)), 4);
    assertArrayEquals(new double[] {1, 1, 2, 0}, tied.popularity());
  }

  @Test
  void followersStandAboveAllOthersEqualOnesByPopularity() {
    // After 0: 1 (twice), then 2 and 3 (once each; 2 is more popular), then 0 and 4 by popularity.
    assertArrayEquals(new double[] {4, 8, 7, 6, 0}, STEPS.markov(STEPS.popularity(), 0));
    // After 1 came 0 alone.
    assertArrayEquals(new double[] {6, 2, 3, 1, 0}, STEPS.markov(STEPS.popularity(), 1));
  }

  @Test
  void equalFollowersOfEqualPopularityTie() {
    ItemSteps steps = ItemSteps.of(List.of(visits(0, 1), visits(0, 2)), 3);
    double[] scores = steps.markov(steps.popularity(), 0);
    assertEquals(scores[1], scores[2]);
  }

  @Test
  void afterAnUnknownItemPopularityDecides() {
    for (int last : new int[] {-1, 3, 4}) {
      assertArrayEquals(STEPS.popularity(), STEPS.markov(STEPS.popularity(), last));
    }
  }

  @Test
  void aVisitStepsToTheNextOneThatCounts() {
    ItemSteps steps =
        ItemSteps.of(
            List.of(
                List.of(
                    new ItemSteps.Visit(0, false),
                    new ItemSteps.Visit(1, false),
                    new ItemSteps.Visit(2, true),
                    new ItemSteps.Visit(0, false))),
            3);
    assertArrayEquals(new int[] {0, 0, 1}, steps.interactions());
    assertArrayEquals(new int[] {0, 1}, steps.followed());
    assertArrayEquals(new int[] {2, 2}, steps.followers());
  }

  @Test
  void aLargerCatalogMovesRows() {
    ItemSteps moved = STEPS.moved(new int[] {0, 2, 3, 4, 5}, 6);
    assertArrayEquals(new int[] {4, 0, 2, 3, 1, 0}, moved.interactions());
    assertArrayEquals(new double[] {4, 0, 9, 8, 7, 0}, moved.markov(moved.popularity(), 0));
  }
}
