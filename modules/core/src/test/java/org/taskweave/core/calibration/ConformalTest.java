package org.taskweave.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class ConformalTest {

  @Test
  void theDistanceIsThatOfOneLabelMore() {
    // n = 9: for .9 the ceil(10 * .9) = 9th distance, for .5 the 5th, for .91 there are too few.
    ConformalScores scores = ConformalScores.of(new double[] {9, 1, 8, 2, 7, 3, 6, 4, 5});
    assertEquals(9, scores.distance(.9));
    assertEquals(5, scores.distance(.5));
    assertEquals(1, scores.distance(.05));
    String message =
        assertThrows(InvalidInputException.class, () -> scores.distance(.95)).getMessage();
    assertTrue(message.contains("19 or more"), message);
  }

  @Test
  void ofManyTheNextGreaterOneIsTaken() {
    // 1 to 5001: kept are the ceil(i * 2.5005)-th ones; the 4502nd is wanted, 4503 is kept.
    ConformalScores scores =
        ConformalScores.of(IntStream.rangeClosed(1, 5001).asDoubleStream().toArray());
    assertEquals(2000, scores.distances().length);
    double distance = scores.distance(.9);
    assertTrue(distance >= 4502 && distance <= 4505, distance + "");
    assertEquals(5001, scores.distance(.9998));
  }

  @Test
  void regionsAreAsFarAsTheDistance() {
    double[] said = {10};
    assertEquals(3, Nonconformity.residual().of(7, said));
    assertEquals(new Region.Interval(7, 13), Nonconformity.residual().within(3, said));
    // A count of 4 has the deviation 2; none is below 0.
    assertEquals(2.5, Nonconformity.count().of(9, new double[] {4}));
    assertEquals(new Region.Interval(0, 9), Nonconformity.count().within(2.5, new double[] {4}));
    // Outside the quantiles 2 and 6 by 1, inside by at least 1; the interval closes at its middle.
    Nonconformity quantiles = Nonconformity.outerQuantiles();
    assertEquals(1, quantiles.of(7, new double[] {2, 3, 6}));
    assertEquals(-1, quantiles.of(3, new double[] {2, 3, 6}));
    assertEquals(new Region.Interval(1, 7), quantiles.within(1, new double[] {2, 3, 6}));
    assertEquals(new Region.Interval(4, 4), quantiles.within(-5, new double[] {2, 3, 6}));
  }

  @Test
  void setsHoldTheLikeliestClassAndAllThatAreNear() {
    Nonconformity classes = Nonconformity.ofClasses(List.of("a", "b", "c"));
    double[] said = {.2, .5, .3};
    assertEquals(.8, classes.of(0, said), 1e-12);
    assertEquals(Map.of("_classes", Set.of("b", "c")), classes.within(.7, said).columns());
    assertEquals(Map.of("_classes", Set.of("b")), classes.within(.1, said).columns());
    Nonconformity binary = Nonconformity.ofClasses(List.of("no", "yes"));
    assertEquals(.7, binary.of(1, new double[] {.3}), 1e-12);
    Region both = binary.within(.75, new double[] {.3});
    assertEquals(2, both.size());
    assertTrue(both.contains(0) && both.contains(1));
    assertFalse(binary.within(.5, new double[] {.3}).contains(1));
  }

  @Test
  void exchangeableLabelsAreCoveredAsAsked() {
    Random random = new Random(3);
    double[] dev = new double[500];
    for (int i = 0; i < dev.length; i++) {
      dev[i] = Math.abs(random.nextGaussian());
    }
    ConformalScores scores = ConformalScores.of(dev);
    for (double coverage : new double[] {.5, .8, .9}) {
      double distance = scores.distance(coverage);
      int covered = 0;
      for (int i = 0; i < 20_000; i++) {
        covered +=
            Nonconformity.residual()
                    .within(distance, new double[] {0})
                    .contains(random.nextGaussian())
                ? 1
                : 0;
      }
      // Three deviations of the coverage that 500 labels give: 3 sqrt(.25 / 500) at most.
      assertEquals(coverage, covered / 20_000., 0.067);
    }
  }
}
