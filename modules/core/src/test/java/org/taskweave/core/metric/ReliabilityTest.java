package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReliabilityTest {

  @Test
  void binsHoldMeanAndRateAndTheErrorIsTheMetrics() {
    // .02 and .04 share the first of 15 bins, none of them so; .9 is so in 1 of 2.
    double[] labels = {0, 0, 1, 0};
    double[] scores = {.02, .04, .9, .9};
    Reliability reliability = Reliability.of(labels, scores, 1);
    assertEquals(2, reliability.bins().size());
    assertEquals(.03, reliability.bins().get(0).probability(), 1e-12);
    assertEquals(0, reliability.bins().get(0).rate());
    assertEquals(.5, reliability.bins().get(1).rate());
    assertEquals((2 * .03 + 2 * .4) / 4, reliability.error(), 1e-12);
    assertEquals(new CalibrationError().value(labels, scores), reliability.error(), 1e-12);
  }

  @Test
  void ofClassesTheLikeliestOneCounts() {
    // Sure to .7 and .6, right and wrong: |.7 - 1| and |.6 - 0|, half each.
    Reliability reliability =
        Reliability.of(new double[] {0, 0}, new double[] {.7, .2, .1, .3, .6, .1}, 3);
    assertEquals((.3 + .6) / 2, reliability.error(), 1e-12);
    assertTrue(Double.isNaN(Reliability.of(new double[0], new double[0], 3).error()));
  }
}
