package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.space.Dimension;

class ParzenEstimatorTest {

  private static final Dimension NUMBER = Dimension.uniform("x", 0, 1);
  private static final Dimension CHOICE = Dimension.choice("c", List.of("a", "b", "c"));

  @Test
  void aDensityIntegratesToOne() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(NUMBER), List.of(new double[] {0.02}, new double[] {0.6}));
    double sum = 0;
    int steps = 100_000;
    for (int i = 0; i < steps; i++) {
      sum += Math.exp(estimator.logDensity(new double[] {(i + 0.5) / steps})) / steps;
    }
    assertEquals(1, sum, 1e-6);
  }

  /**
   * One point with category b and the prior: the point's kernel gives (1/2)/(3/2 + 1) = 0.2 to a
   * and c and 0.6 to b, the prior 1/3 each; the mean of 0.6 and 1/3 is 7/15.
   */
  @Test
  void aCategoryThatWasGoodGainsWeight() {
    ParzenEstimator estimator = new ParzenEstimator(List.of(CHOICE), List.of(new double[] {0.5}));
    assertEquals(7 / 15.0, Math.exp(estimator.logDensity(new double[] {0.5})), 1e-12);
    assertEquals(4 / 15.0, Math.exp(estimator.logDensity(new double[] {0.1})), 1e-12);
  }

  @Test
  void wholeNumbersShareTheWeightOfTheirLevel() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(Dimension.integer("n", 0, 3)), List.of(new double[] {0.3}));
    double sum = 0;
    for (double unit : new double[] {0.1, 0.3, 0.6, 0.9}) {
      sum += Math.exp(estimator.logDensity(new double[] {unit}));
    }
    assertEquals(1, sum, 1e-9);
    assertEquals(
        estimator.logDensity(new double[] {0.26}), estimator.logDensity(new double[] {0.49}));
  }

  @Test
  void samplesCrowdWhereThePointsAre() {
    ParzenEstimator estimator =
        new ParzenEstimator(
            List.of(NUMBER), List.of(new double[] {0.8}, new double[] {0.8}, new double[] {0.8}));
    SplittableRandom random = new SplittableRandom(1);
    int near = 0;
    for (int i = 0; i < 1000; i++) {
      double unit = estimator.sample(random)[0];
      assertTrue(unit >= 0 && unit < 1, "outside: " + unit);
      near += Math.abs(unit - 0.8) < 0.35 ? 1 : 0;
    }
    // Three kernels of width 0.16 hold nearly all of theirs there, the prior about half of its own.
    assertTrue(near > 800 && near < 950, "near: " + near);
  }
}
