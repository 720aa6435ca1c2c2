package org.taskweave.nn.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Weights from losses against numbers worked by hand. */
class LossRulesTest {

  private static final LossRule.Outcome NOTHING =
      new LossRule.Outcome(new double[0], new double[0]);

  private static LossStep step(int epoch, double... losses) {
    boolean[] known = new boolean[losses.length];
    Arrays.fill(known, true);
    return new LossStep(losses, known, epoch, new SplittableRandom(3));
  }

  private static LossStep without(int task, double... losses) {
    LossStep all = step(0, losses);
    all.known()[task] = false;
    return all;
  }

  @Test
  void randomWeightsSumToOneAndRepeat() {
    RandomLossWeighting rule = new RandomLossWeighting();
    double[] factors = rule.factors(step(0, 1, 1, 1));
    assertEquals(1, Arrays.stream(factors).sum(), 1e-12);
    assertArrayEquals(factors, rule.factors(step(0, 1, 1, 1)));
    double[] partly = rule.factors(without(1, 1, 1, 1));
    assertEquals(0, partly[1]);
    assertEquals(factors[0] / factors[2], partly[0] / partly[2], 1e-12);
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    for (int i = 0; i < 4000; i++) {
      sum += rule.factors(new LossStep(new double[2], new boolean[] {true, true}, 0, random))[0];
    }
    assertEquals(0.5, sum / 4000, 0.02);
  }

  @Test
  void dynamicWeightsFollowTheRatioOfEpochLosses() {
    DynamicWeightAverage rule = new DynamicWeightAverage(2, 2);
    // Mean losses of epoch 0: 4 and 2; of epoch 1: 2 and 2.
    for (LossStep step :
        new LossStep[] {step(0, 3, 2), step(0, 5, 2), step(1, 2, 1), step(1, 2, 3)}) {
      double[] factors = rule.factors(step);
      assertArrayEquals(new double[] {1, 1}, factors, 1e-12);
      rule.taken(step, factors, NOTHING);
    }
    double[] factors = rule.factors(step(2, 1, 1));
    // r = 1/2 and 1, T = 2.
    double sum = Math.exp(0.25) + Math.exp(0.5);
    double[] expected = {2 * Math.exp(0.25) / sum, 2 * Math.exp(0.5) / sum};
    assertArrayEquals(expected, factors, 1e-12);
    DynamicWeightAverage restored = new DynamicWeightAverage(2, 2);
    restored.restore(rule.state());
    assertArrayEquals(expected, restored.factors(step(2, 9, 9)), 1e-12);
  }

  @Test
  void uncertaintySettlesWhereLossAndVarianceAgree() {
    UncertaintyWeighting rule = new UncertaintyWeighting(0.05, new boolean[] {false, true});
    assertArrayEquals(new double[] {1, 0.5}, rule.factors(step(0, 4, 4)), 1e-12);
    for (int i = 0; i < 3000; i++) {
      LossStep step = step(0, 4, 0.25);
      rule.taken(step, rule.factors(step), NOTHING);
    }
    // a exp(-s) L = 1/2: factors 1/8 and 2.
    assertArrayEquals(new double[] {0.125, 2}, rule.factors(step(0, 1, 1)), 1e-3);
  }

  @Test
  void imtlScalesLossesToOne() {
    ImtlL rule = new ImtlL(0.05, 2);
    assertArrayEquals(new double[] {1, 1}, rule.factors(step(0, 4, 4)), 1e-12);
    for (int i = 0; i < 3000; i++) {
      LossStep step = step(0, 4, 0.25);
      rule.taken(step, rule.factors(step), NOTHING);
    }
    assertArrayEquals(new double[] {0.25, 4}, rule.factors(step(0, 1, 1)), 1e-3);
  }

  @Test
  void gradNormLeadsNormsTogether() {
    GradNorm rule = new GradNorm(0, 0.025, 2);
    assertArrayEquals(new double[] {1, 1}, rule.factors(step(0, 1, 1)));
    LossStep step = step(0, 1, 1);
    LossRule.Outcome norms = new LossRule.Outcome(new double[] {3, 1}, new double[0]);
    // Adam's first step is the rate in the direction of the sign; the sum stays 2.
    rule.taken(step, rule.factors(step), norms);
    assertArrayEquals(new double[] {0.975, 1.025}, rule.factors(step), 1e-6);
    for (int i = 0; i < 2000; i++) {
      rule.taken(step, rule.factors(step), norms);
    }
    // 3 w1 = w2 with w1 + w2 = 2.
    assertArrayEquals(new double[] {0.5, 1.5}, rule.factors(step), 0.05);
  }

  @Test
  void gradNormPushesTasksThatLagBehind() {
    GradNorm rule = new GradNorm(1, 0.025, 2);
    LossRule.Outcome norms = new LossRule.Outcome(new double[] {1, 1}, new double[0]);
    LossStep first = step(0, 1, 1);
    rule.taken(first, rule.factors(first), norms);
    // Task 0 is where it began, task 1 at a third: r = 1.5 and 0.5, so G_0 should be 3 G_1.
    for (int i = 0; i < 2000; i++) {
      LossStep step = step(0, 1, 1 / 3.0);
      rule.taken(step, rule.factors(step), norms);
    }
    assertArrayEquals(new double[] {1.5, 0.5}, rule.factors(first), 0.05);
  }

  @Test
  void famoMovesWeightToTheTaskThatImprovedLess() {
    Famo rule = new Famo(0.025, 0, 2);
    // Equal logits: z = 1/2; factors ~ z / L with sum 1 over both: L = 4 and 1 give 1/5 and 4/5.
    LossStep step = step(0, 4, 1);
    double[] factors = rule.factors(step);
    assertArrayEquals(new double[] {0.2, 0.8}, factors, 1e-7);
    // Task 0 halves, task 1 stays: Adam's first step moves logits by -0.025 and 0.025.
    rule.taken(step, factors, new LossRule.Outcome(new double[0], new double[] {2, 1}));
    double z = 1 / (1 + Math.exp(0.05));
    double c = 1 / (z / 4 + (1 - z));
    assertArrayEquals(new double[] {c * z / 4, c * (1 - z)}, rule.factors(step), 1e-6);
  }

  @Test
  void aTaskWithoutALabelKeepsItsState() {
    double[] losses = {4, 1, 2};
    for (LossRule rule :
        new LossRule[] {
          new DynamicWeightAverage(2, 3),
          new UncertaintyWeighting(0.1, new boolean[3]),
          new ImtlL(0.1, 3),
          new GradNorm(1, 0.1, 3),
          new Famo(0.1, 0, 3)
        }) {
      LossStep step = without(1, losses);
      double[] factors = rule.factors(step);
      assertEquals(0, factors[1], rule.toString());
      rule.taken(
          step, factors, new LossRule.Outcome(new double[] {1, 0, 3}, new double[] {3, 0, 2}));
      double[] state = rule.state();
      LossStep nothing = new LossStep(losses, new boolean[3], 0, new SplittableRandom(1));
      rule.taken(
          nothing, rule.factors(nothing), new LossRule.Outcome(new double[3], new double[3]));
      assertArrayEquals(state, rule.state(), rule.toString());
      assertTrue(Arrays.stream(rule.factors(step(0, losses))).allMatch(f -> f > 0));
    }
  }
}
