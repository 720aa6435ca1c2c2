package org.taskweave.hyperparam.prune;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {

  @Test
  void aThirdGoesPastARung() {
    SuccessiveHalving pruner = new SuccessiveHalving(3, 1);
    assertTrue(pruner.goesOn(0, 1, List.of(5.0)), "the first is the best of one");
    assertFalse(pruner.goesOn(1, 1, List.of(6.0)), "worse than the best of two");
    assertTrue(pruner.goesOn(2, 1, List.of(4.0)), "the best of three");
    assertFalse(pruner.goesOn(3, 1, List.of(4.5)), "second of four, where one goes on");
    assertFalse(pruner.goesOn(4, 1, List.of(4.4)), "second of five, where one goes on");
    assertTrue(pruner.goesOn(5, 1, List.of(4.3)), "second of six, where two go on");
  }

  @Test
  void nothingIsDecidedBetweenRungs() {
    SuccessiveHalving pruner = new SuccessiveHalving(3, 2);
    pruner.goesOn(0, 2, List.of(1.0));
    for (int epoch : new int[] {1, 3, 4, 5, 7}) {
      assertTrue(pruner.goesOn(1, epoch, List.of(9.0)), "epoch " + epoch);
    }
    assertFalse(pruner.goesOn(1, 2, List.of(9.0)));
    pruner.goesOn(0, 6, List.of(1.0));
    assertFalse(pruner.goesOn(1, 6, List.of(9.0)));
  }

  @Test
  void aFrontOfSeveralObjectivesIsKept() {
    SuccessiveHalving pruner = new SuccessiveHalving(2, 1);
    assertTrue(pruner.goesOn(0, 1, List.of(1.0, 5.0)));
    assertFalse(pruner.goesOn(1, 1, List.of(2.0, 6.0)), "dominated");
    assertFalse(pruner.goesOn(2, 1, List.of(3.0, 7.0)), "dominated");
    assertTrue(pruner.goesOn(3, 1, List.of(5.0, 1.0)), "on the front, of which two of four go on");
  }
}
