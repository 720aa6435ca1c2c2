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
 * Mixtures of experts against a shared bottom of as many parameters on two tasks of given
 * correlation, in the setting of {@code bench conflict sharing} and on a seed that neither the
 * benchmark nor its setting knows. What is asserted is what the benchmark showed; its tables are in
 * the README of the benchmarks.
 */
@Tag("slow")
class TaskConflictTest {

  private static final int BATCH = 128;
  private static final int STEPS = 1000;
  private static final int SINES = 5;
  private static final double RATE = 0.01;
  private static final long SEED = 201;

  @ParameterizedTest
  @EnumSource
  void theBudgetsAreEqualWithinThreePercent(MatchedDesign design) {
    double parameters = (double) MatchedDesign.SHARED_BOTTOM.parameters();
    assertEquals(parameters, (double) design.parameters(), 0.03 * parameters);
  }

  /**
   * Early in a training, at one rate for all. Unrelated tasks gain by experts; the same task twice
   * does not lose by them.
   *
   * @param margin of the labels' variance
   */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.02"})
  void expertsWinWhereTasksDifferAndDoNotLoseWhereTheyAgree(double correlation, double margin) {
    SyntheticTasks tasks =
        SyntheticTasks.of(correlation, MatchedDesign.INPUTS, SINES, new double[] {1, 1}, SEED);
    List<Rows> training = tasks.rows(STEPS * BATCH, 1).batches(BATCH);
    Rows held = tasks.rows(4000, 2);
    double bottom = unexplained(MatchedDesign.SHARED_BOTTOM, training, held);
    double mmoe = unexplained(MatchedDesign.MMOE, training, held);
    double ple = unexplained(MatchedDesign.PLE, training, held);
    assertTrue(mmoe < bottom + margin, "MMoE " + mmoe + ", shared bottom " + bottom);
    assertTrue(ple < bottom + margin, "PLE " + ple + ", shared bottom " + bottom);
  }

  private static double unexplained(MatchedDesign design, List<Rows> training, Rows held) {
    ComputationGraph network = design.design().build(2, RATE, SEED);
    new BalancedTraining(network, BalancingRecipe.fixed(), SEED).train(training);
    return Arrays.stream(held.unexplained(network)).average().orElseThrow();
  }
}
