package org.taskweave.data.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.data.rule.FrequencyVectors.Decay;
import org.taskweave.data.rule.FrequencyVectors.Sparse;

/** Vectors and scores that were worked out by hand. */
class TifuKnnTest {

  private static final Decay DECAY = new Decay(2, .5, .8);

  /** Baskets {0,1}, {1}, {2}. */
  private static final ItemHistory THREE =
      Visits.NONE.with(0, 1).with(1, 1).with(1, 2).with(2, 3).history();

  private static void assertVector(Sparse vector, int[] items, double... values) {
    assertArrayEquals(items, vector.items());
    assertArrayEquals(values, vector.values(), 1e-12);
  }

  /**
   * Two groups: {0,1} and {1} with weights .5/2 and 1/2, then {2} with weight 1. Of the groups the
   * first counts .8/2, the second 1/2.
   */
  @Test
  void laterBasketsAndGroupsCountMore() {
    assertVector(DECAY.vector(THREE), new int[] {0, 1, 2}, .4 * .25, .4 * .75, .5);
  }

  @Test
  void fewBasketsAreAGroupEachAndAnItemCountsOnceInABasket() {
    ItemHistory one = Visits.NONE.with(4, 1).with(4, 1).history();
    assertVector(DECAY.vector(one), new int[] {4}, 1);
    assertVector(DECAY.vector(Visits.NONE.history()), new int[0]);
  }

  @Test
  void whatIsNotAskedForDoesNotCount() {
    ItemHistory history = Visits.NONE.with(0, 1).with(1, 2).history();
    history.asked()[1] = false;
    assertVector(DECAY.vector(history), new int[] {0}, 1);
  }

  /**
   * Users {0: 1}, {1: 1}, {3: 1}; of {0: 1, 2: 1} as one basket the squared distances are 1, 3, 3:
   * the first two are nearest.
   */
  @Test
  void ownItemsAndThoseOfTheNearestUsers() {
    ItemLog log =
        new ItemLog(
            5,
            List.of(
                Visits.NONE.with(0, 1).history(),
                Visits.NONE.with(1, 1).history(),
                Visits.NONE.with(3, 1).history()));
    ItemRule rule = new TifuKnn.Mixed(new FrequencyVectors(log, DECAY), 2, .75);
    double[] scores = new double[5];
    rule.score(Visits.NONE.with(0, 1).with(2, 1).history(), scores);
    assertArrayEquals(new double[] {.75 + .125, .125, .75, 0, 0}, scores, 1e-12);
    double[] ofNobody = new double[5];
    rule.score(Visits.NONE.history(), ofNobody);
    assertArrayEquals(new double[5], ofNobody);
  }

  @Test
  void itIsARuleOfLogsWithBaskets() {
    ItemHistory apart = Visits.NONE.with(0, 1).with(1, 2).with(2, 3).history();
    ItemLog log = new ItemLog(3, List.of(apart));
    assertTrue(new TifuKnn().rules(new RuleCounts(log, GaussInverse::invert)).isEmpty());
    assertEquals(RuleFamilies.ALL.size() + 1, RuleFamilies.of(true).size());
  }
}
