package org.taskweave.nn.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.nn.conflict.BalancedTraining;
import org.taskweave.nn.conflict.MatchedDesign;
import org.taskweave.nn.conflict.Rows;
import org.taskweave.nn.conflict.SyntheticTasks;

/**
 * Mixtures of experts are not worse than a shared bottom of as many parameters by more than 0.02 of
 * the labels' variance. That is all that {@code bench conflict sharing} showed: on ten fresh seeds,
 * with 95 % intervals, the variance left unexplained minus that of the shared bottom (about 0.03)
 * is
 *
 * <pre>
 * correlation  MMoE                     PLE
 * 0            -0.000 [-0.004, +0.003]  -0.001 [-0.004, +0.002]
 * 0.5          +0.003 [+0.001, +0.006]  -0.002 [-0.004, +0.001]
 * 1            +0.001 [-0.002, +0.004]  +0.004 [-0.001, +0.009]
 * </pre>
 *
 * <p>Experts do not win where tasks are unrelated, as they do in Ma et al. 2018: two networks of
 * half the size, one for each task, do not beat the bottom here either, so that it may have room
 * for both. Trainings are short, labels smooth.
 */
@Tag("slow")
class TaskConflictTest {

  private static final int BATCH = 128;
  private static final int STEPS = 200;

  /** A seed that neither the benchmark nor its setting knows. */
  private static final long SEED = 201;

  private static final double MARGIN = 0.02;

  @ParameterizedTest
  @EnumSource
  void theBudgetsAreEqualWithinThreePercent(MatchedDesign design) {
    double parameters = (double) MatchedDesign.SHARED_BOTTOM.parameters();
    assertEquals(parameters, (double) design.parameters(), 0.03 * parameters);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.03", "1, 0.01"})
  void expertsAreNotWorseThanASharedBottom(double correlation, double rateOfExperts) {
    SyntheticTasks tasks =
        SyntheticTasks.of(correlation, MatchedDesign.INPUTS, 2, new double[] {1, 1}, SEED);
    List<Rows> training = tasks.rows(STEPS * BATCH, 1).batches(BATCH);
    Rows held = tasks.rows(4000, 2);
    double bottom = unexplained(MatchedDesign.SHARED_BOTTOM, 0.03, training, held);
    for (MatchedDesign experts : List.of(MatchedDesign.MMOE, MatchedDesign.PLE)) {
      double unexplained = unexplained(experts, rateOfExperts, training, held);
      assertTrue(unexplained < 0.1, experts + ": " + unexplained);
      assertTrue(unexplained < bottom + MARGIN, experts + ": " + unexplained + ", " + bottom);
    }
  }

  private static double unexplained(
      MatchedDesign design, double rate, List<Rows> training, Rows held) {
    ComputationGraph network = design.design().build(2, rate, SEED);
    new BalancedTraining(network, BalancingRecipe.fixed(), SEED).train(training);
    return Arrays.stream(held.unexplained(network)).average().orElseThrow();
  }
}
