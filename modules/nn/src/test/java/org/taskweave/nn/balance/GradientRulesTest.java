package org.taskweave.nn.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.taskweave.core.recipe.BalancingMethod.Mgda.Normalize;

/** Combination rules against numbers worked by hand, and what their papers claim. */
class GradientRulesTest {

  private static final Mgda MGDA = new Mgda(Normalize.NONE);

  private static double[] weights(GradientRule rule, double[]... gradients) {
    double[] losses = new double[gradients.length];
    Arrays.fill(losses, 1);
    return weights(rule, losses, gradients);
  }

  private static double[] weights(GradientRule rule, double[] losses, double[][] gradients) {
    int[] tasks = IntStream.range(0, losses.length).toArray();
    return rule.weights(
        new GradientStep(gram(gradients), tasks, losses, new SplittableRandom(losses.length)));
  }

  private static Gram gram(double[]... gradients) {
    double[][] dots = new double[gradients.length][gradients.length];
    for (int i = 0; i < dots.length; i++) {
      for (int j = 0; j < dots.length; j++) {
        dots[i][j] = dot(gradients[i], gradients[j]);
      }
    }
    return Gram.of(dots);
  }

  private static double[] sum(double[] weights, double[]... gradients) {
    double[] sum = new double[gradients[0].length];
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weights[k] * gradients[k][i];
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double[][] random(int tasks, int size, long seed) {
    Random random = new Random(seed);
    double[][] gradients = new double[tasks][size];
    for (double[] gradient : gradients) {
      double scale = Math.exp(random.nextGaussian());
      Arrays.setAll(gradient, i -> scale * random.nextGaussian());
    }
    return gradients;
  }

  @Test
  void gramHoldsDotProductsAndCosines() {
    Gram gram = gram(new double[] {3, 4}, new double[] {0, -2}, new double[] {0, 0});
    assertEquals(-8, gram.dot(0, 1));
    assertEquals(5, gram.norm(0));
    assertEquals(-0.8, gram.cosine(1, 0), 1e-15);
    assertTrue(Double.isNaN(gram.cosine(0, 2)));
  }

  @Test
  void mgdaOfTwoTasksHasAClosedForm() {
    // (g2 - g1).g2 / |g1 - g2|^2 = (0.5, 1).(1.5, 1) / 1.25 = 1.75 / 1.25 > 1: the shorter g1
    // alone.
    assertArrayEquals(
        new double[] {1, 0}, weights(MGDA, new double[] {1, 0}, new double[] {1.5, 1}), 1e-12);
    // (-2, 1).(0, 1)... g1 = (2, 0), g2 = (0, 1): w1 = g2.(g2 - g1) / 5 = 1/5.
    double[] weights = weights(MGDA, new double[] {2, 0}, new double[] {0, 1});
    assertArrayEquals(new double[] {0.2, 0.8}, weights, 1e-12);
    // Opposed gradients of norms 1 and 3 cancel at 3/4 and 1/4.
    assertArrayEquals(
        new double[] {0.75, 0.25}, weights(MGDA, new double[] {1, 0}, new double[] {-3, 0}), 1e-12);
  }

  @Test
  void mgdaOfThreeTasksFindsTheShortestPoint() {
    // Orthogonal gradients: w ~ 1 / |g|^2, here 1, 1/4 and 1/16.
    double[] weights =
        weights(MGDA, new double[] {1, 0, 0}, new double[] {0, 2, 0}, new double[] {0, 0, 4});
    assertArrayEquals(new double[] {16 / 21.0, 4 / 21.0, 1 / 21.0}, weights, 1e-9);
    for (int seed = 0; seed < 20; seed++) {
      double[][] gradients = random(5, 3 + seed % 6, seed);
      double[] w = weights(MGDA, gradients);
      double[] shortest = sum(w, gradients);
      assertEquals(1, Arrays.stream(w).sum(), 1e-12);
      for (double[] gradient : gradients) {
        // The paper's condition: no task gets worse.
        assertTrue(dot(gradient, shortest) >= dot(shortest, shortest) - 1e-6);
      }
    }
  }

  @Test
  void mgdaCanNormalizeItsGradients() {
    double[][] gradients = {{2, 0}, {0, 1}};
    double[] losses = {4, 1};
    // Unit gradients: 1/2 each, of g1 / 2.
    assertArrayEquals(
        new double[] {0.25, 0.5}, weights(new Mgda(Normalize.NORM), losses, gradients), 1e-12);
    // g1 / 4 = (0.5, 0) and (0, 1): 4/5 and 1/5, of g1 / 4.
    assertArrayEquals(
        new double[] {0.2, 0.2}, weights(new Mgda(Normalize.LOSS), losses, gradients), 1e-12);
    // g1 / 8 = (0.25, 0) and (0, 1): 16/17 and 1/17, of g1 / 8.
    assertArrayEquals(
        new double[] {2 / 17.0, 1 / 17.0},
        weights(new Mgda(Normalize.LOSS_AND_NORM), losses, gradients),
        1e-12);
  }

  @Test
  void pcGradProjectsConflictingGradients() {
    // g1 = (1, 0), g2 = (-1, 1): g1.g2 = -1, |g2|^2 = 2, |g1|^2 = 1.
    // g1 becomes g1 + g2 / 2 = (0.5, 0.5), g2 becomes g2 + g1 = (0, 1); their sum is 2 g1 + 1.5 g2.
    double[][] gradients = {{1, 0}, {-1, 1}};
    double[] weights = weights(new PcGrad(), gradients);
    assertArrayEquals(new double[] {2, 1.5}, weights, 1e-12);
    assertArrayEquals(new double[] {0.5, 1.5}, sum(weights, gradients), 1e-12);
    // Without a conflict the gradients are added.
    assertArrayEquals(
        new double[] {1, 1, 1},
        weights(new PcGrad(), new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 3}));
  }

  @Test
  void pcGradOfThreeTasksDependsOnTheOrderAlone() {
    double[][] gradients = {{1, 0}, {-1, 1}, {-1, -1}};
    double[] weights = weights(new PcGrad(), gradients);
    // g1 meets g2 then g3 or the other way round: (1,0) -> (.5,.5) -> stays, its dot with g3 being
    // -1: (.5,.5) + .5 (-1,-1) = 0; either order ends at 0. g2: (-1,1) meets g1: (0,1), g3: dot -1:
    // + .5 (-1,-1) = (-.5,.5), or g3 first (dot 0), then g1: (0,1).
    double[] sum = sum(weights, gradients);
    boolean known = false;
    for (double[] second : new double[][] {{-0.5, 0.5}, {0, 1}}) {
      for (double[] third : new double[][] {{-0.5, -0.5}, {0, -1}}) {
        known |=
            Math.abs(sum[0] - second[0] - third[0]) < 1e-12
                && Math.abs(sum[1] - second[1] - third[1]) < 1e-12;
      }
    }
    assertTrue(known, Arrays.toString(sum));
    assertArrayEquals(weights, weights(new PcGrad(), gradients), "the same random numbers");
  }

  @Test
  void caGradStaysNearTheMeanAndHelpsTheWorstTask() {
    // Mirror images: w = 1/2 each, g_w = g_0, so the gradient is (1 + c) g_0.
    double[][] mirrored = {{1, 2}, {1, -2}};
    assertArrayEquals(new double[] {0.7, 0.7}, weights(new CaGrad(0.4), mirrored), 1e-9);
    // c = 0 is the mean.
    assertArrayEquals(
        new double[] {0.5, 0.5}, weights(new CaGrad(0), new double[][] {{1, 2}, {3, 1}}));
    for (int seed = 0; seed < 30; seed++) {
      double[][] gradients = random(2 + seed % 4, 6, seed);
      double c = 0.1 + 0.8 * seed / 30;
      double[] weights = weights(new CaGrad(c), gradients);
      double[] mean = new double[gradients.length];
      Arrays.fill(mean, 1.0 / mean.length);
      double[] g0 = sum(mean, gradients);
      double[] d = sum(weights, gradients);
      double[] apart = new double[6];
      Arrays.setAll(apart, i -> d[i] - g0[i]);
      assertEquals(c * Math.sqrt(dot(g0, g0)), Math.sqrt(dot(apart, apart)), 1e-9);
      double worst = Arrays.stream(gradients).mapToDouble(g -> dot(g, d)).min().orElseThrow();
      // No other gradient within the ball serves the worst task better: random ones are tried.
      Random random = new Random(seed);
      for (int trial = 0; trial < 2000; trial++) {
        double[] other = new double[6];
        Arrays.setAll(other, i -> random.nextGaussian());
        double scale = c * Math.sqrt(dot(g0, g0) / dot(other, other));
        double[] moved = new double[6];
        Arrays.setAll(moved, i -> g0[i] + scale * other[i]);
        double served =
            Arrays.stream(gradients).mapToDouble(g -> dot(g, moved)).min().orElseThrow();
        assertTrue(served <= worst + 1e-6, served + " > " + worst);
      }
    }
  }

  @Test
  void imtlHasEqualProjections() {
    // g1 = (2, 0), g2 = (0, 1): a1 * 2 = a2 * 1 with a1 + a2 = 1.
    assertArrayEquals(
        new double[] {1 / 3.0, 2 / 3.0},
        weights(new ImtlG(), new double[] {2, 0}, new double[] {0, 1}),
        1e-9);
    // Opposed: the only equal projections are 0.
    assertArrayEquals(
        new double[] {0.75, 0.25},
        weights(new ImtlG(), new double[] {1, 0}, new double[] {-3, 0}),
        1e-9);
    for (int seed = 0; seed < 20; seed++) {
      double[][] gradients = random(4, 9, seed);
      double[] weights = weights(new ImtlG(), gradients);
      assertEquals(1, Arrays.stream(weights).sum(), 1e-9);
      double[] d = sum(weights, gradients);
      double first = dot(d, gradients[0]) / Math.sqrt(dot(gradients[0], gradients[0]));
      for (double[] gradient : gradients) {
        assertEquals(
            first,
            dot(d, gradient) / Math.sqrt(dot(gradient, gradient)),
            1e-6 * Math.abs(first) + 1e-9);
      }
    }
  }

  @Test
  void nashSolvesItsBargain() {
    // Orthogonal, norms 1 and 2; M = diag(1, 4) / sqrt(17): w_k^2 = 1 / M_kk.
    double scale = Math.pow(17, 0.25);
    assertArrayEquals(
        new double[] {scale, scale / 2},
        weights(new NashMtl(1), new double[] {1, 0}, new double[] {0, 2}),
        1e-6);
    for (int seed = 0; seed < 20; seed++) {
      double[][] gradients = random(4, 9, seed);
      double[] weights = weights(new NashMtl(1), gradients);
      double[] d = sum(weights, gradients);
      // g_k.d * w_k is the same for all tasks, and positive.
      double first = weights[0] * dot(gradients[0], d);
      for (int k = 0; k < 4; k++) {
        assertTrue(weights[k] > 0);
        assertEquals(first, weights[k] * dot(gradients[k], d), 1e-5 * first);
      }
    }
  }

  @Test
  void nashKeepsItsWeightsBetweenBargains() {
    NashMtl rule = new NashMtl(2);
    int[] tasks = {0, 1};
    double[] ones = {1, 1};
    GradientStep first =
        new GradientStep(gram(new double[] {1, 0}, new double[] {0, 2}), tasks, ones, null);
    GradientStep second =
        new GradientStep(gram(new double[] {5, 0}, new double[] {0, 1}), tasks, ones, null);
    double[] bargained = rule.weights(first);
    rule.taken(first, bargained);
    NashMtl restored = new NashMtl(2);
    restored.restore(rule.state());
    for (NashMtl either : new NashMtl[] {rule, restored}) {
      assertArrayEquals(bargained, either.weights(second));
      // Other tasks make a bargain of their own.
      GradientStep other = new GradientStep(second.gram(), new int[] {0, 2}, ones, null);
      assertTrue(either.weights(other)[0] < 0.5 * bargained[0]);
      either.taken(second, bargained);
      assertTrue(either.weights(second)[0] < 0.5 * bargained[0]);
    }
  }

  @Test
  void alignedComponentsHaveTheLeastSingularValue() {
    // Orthogonal, norms 1 and 4: both components get norm 1.
    assertArrayEquals(
        new double[] {1, 0.25},
        weights(new AlignedMtl(), new double[] {1, 0}, new double[] {0, 4}),
        1e-12);
    // M = [[2, 1], [1, 2]] has eigenvalues 3 along (1, 1) and 1: w = sqrt(1/3) (1, 1).
    double[] a = {Math.sqrt(2), 0};
    double[] b = {1 / Math.sqrt(2), Math.sqrt(1.5)};
    assertArrayEquals(
        new double[] {Math.sqrt(1 / 3.0), Math.sqrt(1 / 3.0)},
        weights(new AlignedMtl(), a, b),
        1e-9);
    for (int seed = 0; seed < 10; seed++) {
      double[][] gradients = random(3, 7, seed);
      double[] weights = weights(new AlignedMtl(), gradients);
      // sum_k (w of e_k) g_k has condition number 1: the combination's squared norm is K l_min.
      SymmetricEigen eigen = SymmetricEigen.of(gram(gradients).copy());
      double[] d = sum(weights, gradients);
      assertEquals(3 * eigen.leastAbove(0), dot(d, d), 1e-6 * dot(d, d));
    }
  }

  static Stream<GradientRule> rules() {
    return Stream.of(
        MGDA,
        new Mgda(Normalize.NORM),
        new PcGrad(),
        new CaGrad(0.4),
        new ImtlG(),
        new NashMtl(1),
        new AlignedMtl());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void equalGradientsGetEqualWeights(GradientRule rule) {
    double[] gradient = {1, -2, 0.5};
    double[] weights = weights(rule, gradient, gradient, gradient);
    assertTrue(weights[0] > 0);
    assertEquals(weights[0], weights[1], 1e-6);
    assertEquals(weights[0], weights[2], 1e-6);
    assertTrue(weights(rule, gradient)[0] > 0, "a task alone");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void weightsFollowTheTasksWhenTheyAreSwapped(GradientRule rule) {
    double[] a = {1, -2, 0.5};
    double[] b = {3, 1, 1};
    double[] straight = weights(rule, a, b);
    double[] swapped = weights(rule, b, a);
    assertArrayEquals(straight, new double[] {swapped[1], swapped[0]}, 1e-7);
  }

  /**
   * Scaling one task's loss leaves the direction: claimed by IMTL-G, Nash-MTL; so for unit MGDA.
   */
  @Test
  void someDirectionsDoNotDependOnTheScaleOfALoss() {
    for (GradientRule rule :
        new GradientRule[] {new ImtlG(), new NashMtl(1), new Mgda(Normalize.NORM)}) {
      for (int seed = 0; seed < 10; seed++) {
        double[][] gradients = random(3, 8, seed);
        double[] d = sum(weights(rule, gradients), gradients);
        double[][] scaled = gradients.clone();
        scaled[1] = Arrays.stream(gradients[1]).map(value -> 50 * value).toArray();
        double[] e = sum(weights(rule, scaled), scaled);
        double cosine = dot(d, e) / Math.sqrt(dot(d, d) * dot(e, e));
        // IMTL-G's weights sum to 1, which may turn the sign.
        assertEquals(1, Math.abs(cosine), 1e-6, rule.getClass() + " " + seed);
      }
    }
  }

  @Test
  void opposedGradientsDoNotBreakARule() {
    double[] a = {1, 0};
    double[] b = {-1, 0};
    rules()
        .forEach(
            rule -> {
              double[] weights = weights(rule, a, b);
              for (double weight : weights) {
                assertTrue(Double.isFinite(weight), rule.toString());
              }
              assertEquals(0, sum(weights, a, b)[0], 1e-4, rule.toString());
            });
  }
}
