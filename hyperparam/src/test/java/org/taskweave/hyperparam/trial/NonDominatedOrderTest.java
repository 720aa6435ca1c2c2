package org.taskweave.hyperparam.trial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NonDominatedOrderTest {

  /** (1,5), (2,3), (4,1) are the front; (3,4) is dominated by (2,3), (5,5) by (3,4), too. */
  private static final List<double[]> POINTS =
      List.of(
          new double[] {5, 5},
          new double[] {3, 4},
          new double[] {1, 5},
          new double[] {2, 3},
          new double[] {4, 1});

  @Test
  void frontsAreCountedFromZero() {
    assertArrayEquals(new int[] {2, 1, 0, 0, 0}, NonDominatedOrder.fronts(POINTS));
  }

  @Test
  void endsOfAFrontComeBeforeItsMiddle() {
    assertEquals(List.of(2, 4, 3, 1, 0), NonDominatedOrder.order(POINTS));
  }

  /**
   * On the front (0,10), (1,8), (4,6), (10,0): gaps of (1,8): 4/10 + 4/10; of (4,6): 9/10 + 8/10.
   */
  @Test
  void theLonelierPointComesFirst() {
    List<double[]> front =
        List.of(
            new double[] {0, 10}, new double[] {1, 8}, new double[] {4, 6}, new double[] {10, 0});
    assertEquals(List.of(0, 3, 2, 1), NonDominatedOrder.order(front));
  }

  @Test
  void oneLossIsThePlainOrderAndTiesKeepTheirs() {
    List<double[]> losses =
        List.of(new double[] {2}, new double[] {1}, new double[] {1}, new double[] {0.5});
    assertEquals(List.of(3, 1, 2, 0), NonDominatedOrder.order(losses));
  }

  @Test
  void equalPointsDoNotDominateEachOther() {
    assertFalse(NonDominatedOrder.dominates(new double[] {1, 1}, new double[] {1, 1}));
    assertTrue(NonDominatedOrder.dominates(new double[] {1, 0}, new double[] {1, 1}));
    assertFalse(NonDominatedOrder.dominates(new double[] {0, 2}, new double[] {1, 1}));
  }
}
