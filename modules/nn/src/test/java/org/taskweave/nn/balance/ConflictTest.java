package org.taskweave.nn.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.nn.conflict.BalancedTraining;
import org.taskweave.nn.conflict.NetworkDesign;
import org.taskweave.nn.conflict.SyntheticTasks;

/**
 * Three regressions that want three different directions of the input through one shared unit, so
 * that each improvement of one is a loss of another; the first one's labels are twice as large.
 *
 * <p>That problem shows only what a paper proves. That balancing helps is asserted on another one,
 * that of {@code bench conflict balancing}, where the second task's loss is ten times the first's
 * and the bottom is narrow, and only as far as the benchmark showed it on ten fresh seeds: the
 * worst task's loss over its loss alone, minus that under equal weights (1.54), with 95 %
 * intervals, is
 *
 * <pre>
 * PCGrad    -0.09 [-0.26, +0.08]
 * CAGrad    -0.35 [-0.60, -0.10]
 * Nash-MTL  -0.35 [-0.57, -0.13]
 * </pre>
 *
 * <p>PCGrad is not shown to help. What CAGrad and Nash-MTL win for the first task (on ten seeds of
 * ten) may cost the second: +0.06 [-0.08, +0.21] and +0.10 [-0.03, +0.23]. All of them chose the
 * highest rate of the grid, 0.03: with a wider one equal weights might do better.
 */
class ConflictTest {

  private static final int ROWS = 64;
  private static final int INPUTS = 6;
  private static final int TASKS = 3;
  private static final int SEEDS = 16;
  private static final double RATE = 0.02;

  /** One that neither the benchmark nor its setting knows. */
  private static final long SEED = 201;

  private static final double[] SCALES = {2, 1, 1};

  /** Labels, the shared unit z = x.w, and the heads v_k z, trained by gradient descent. */
  private static final class Problem {
    private final double[][] x = new double[ROWS][INPUTS];
    private final double[] w = new double[INPUTS];
    private final double[] v = new double[TASKS];
    private final double[] z = new double[ROWS];
    private final double[][] errors = new double[TASKS][ROWS];

    Problem(long seed) {
      Random random = new Random(seed);
      for (double[] row : x) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      Arrays.setAll(w, i -> 0.3 * random.nextGaussian());
      Arrays.setAll(v, k -> 0.3 * random.nextGaussian());
    }

    private double label(int k, int row) {
      return SCALES[k] * x[row][k];
    }

    private void forward() {
      for (int row = 0; row < ROWS; row++) {
        z[row] = 0;
        for (int i = 0; i < INPUTS; i++) {
          z[row] += x[row][i] * w[i];
        }
        for (int k = 0; k < TASKS; k++) {
          errors[k][row] = v[k] * z[row] - label(k, row);
        }
      }
    }

    double loss(int k) {
      return Arrays.stream(errors[k]).map(error -> error * error / ROWS).sum();
    }

    /** The loss over that of predicting 0, of the task that is worst off. */
    double worst() {
      forward();
      double worst = 0;
      for (int k = 0; k < TASKS; k++) {
        double trivial = 0;
        for (int row = 0; row < ROWS; row++) {
          trivial += label(k, row) * label(k, row) / ROWS;
        }
        worst = Math.max(worst, loss(k) / trivial);
      }
      return worst;
    }

    /** One step: the shared unit by the combination of gradients at z, each head by its own. */
    void step(GradientRule rule, SplittableRandom random) {
      forward();
      double[][] gradients = new double[TASKS][ROWS];
      double[] losses = new double[TASKS];
      for (int k = 0; k < TASKS; k++) {
        losses[k] = loss(k);
        for (int row = 0; row < ROWS; row++) {
          gradients[k][row] = 2 * errors[k][row] * v[k] / ROWS;
        }
      }
      double[] weights =
          rule.weights(
              new GradientStep(Gram.ofGradients(gradients), new int[] {0, 1, 2}, losses, random));
      for (int k = 0; k < TASKS; k++) {
        for (int row = 0; row < ROWS; row++) {
          v[k] -= RATE * 2 * errors[k][row] * z[row] / ROWS;
          for (int i = 0; i < INPUTS; i++) {
            w[i] -= RATE * x[row][i] * weights[k] * gradients[k][row];
          }
        }
      }
    }
  }

  /** Mean over seeds of the worst task's relative loss after some steps. */
  private static double worst(GradientRule rule, int steps) {
    double sum = 0;
    for (int seed = 201; seed < 201 + SEEDS; seed++) {
      Problem problem = new Problem(seed);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < steps; i++) {
        problem.step(rule, random);
      }
      sum += problem.worst();
    }
    return sum / SEEDS;
  }

  private static final GradientRule EQUAL =
      step -> {
        double[] ones = new double[step.losses().length];
        Arrays.fill(ones, 1);
        return ones;
      };

  /** As its paper proves for c below 1, CAGrad ends where the mean loss is least. */
  @Test
  void inTheEndCaGradIsWhereEqualWeightsAre() {
    assertEquals(worst(EQUAL, 2000), worst(new CaGrad(0.4), 2000), 0.01);
  }

  /** At the rate that the benchmark chose for each of them. */
  @Tag("slow")
  @Test
  void caGradAndNashMtlHelpTheTaskOfTheSmallLoss() {
    double equal = smallLoss(BalancingRecipe.fixed());
    double caGrad = smallLoss(new BalancingRecipe.Cagrad(0.4, List.of()));
    double nash = smallLoss(new BalancingRecipe.NashMtl(1, List.of()));
    assertTrue(caGrad < equal, caGrad + " CAGrad, " + equal + " equal");
    assertTrue(nash < equal, nash + " Nash-MTL, " + equal + " equal");
  }

  /** The first task's error. */
  private static double smallLoss(BalancingRecipe recipe) {
    SyntheticTasks tasks = SyntheticTasks.of(0, 100, 2, new double[] {1, Math.sqrt(10)}, SEED);
    ComputationGraph network =
        new NetworkDesign(100, new SharingRecipe.SharedBottom(), 16, 8, recipe.readsGradients())
            .build(2, 0.03, SEED);
    new BalancedTraining(network, recipe, SEED).train(tasks.rows(200 * 128, 1).batches(128));
    return tasks.rows(4000, 2).meanSquaredErrors(network)[0];
  }
}
