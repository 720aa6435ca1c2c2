package org.taskweave.nn.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Where tasks conflict, mixtures of experts beat a shared bottom of as many parameters; where they
 * agree, they lose nothing to speak of.
 */
@Tag("slow")
class TaskConflictTest {

  private static final int ROWS = 2048;
  private static final int BATCH = 64;
  private static final int EPOCHS = 12;
  private static final int SEEDS = 3;

  /** Of the mean loss, which is a share of the labels' variance. */
  private static final double MARGIN = 0.01;

  /** All of nearly the same number of parameters. */
  private static final Map<String, SharingRecipe> RECIPES = new LinkedHashMap<>();

  static {
    RECIPES.put("bottom", new SharingRecipe.SharedBottom());
    RECIPES.put("mmoe", new SharingRecipe.Mmoe(4, 8));
    RECIPES.put("ple", new SharingRecipe.Ple(1, 2, 1, 8));
  }

  private static ComputationGraph network(String name, long seed) {
    return DenseTasks.network(
        RECIPES.get(name), name.equals("bottom") ? 36 : 0, EPOCHS * ROWS / BATCH, seed);
  }

  /** The mean loss on fresh rows, by architecture and seed. */
  private static Map<String, List<Double>> losses(double correlation) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      DenseTasks train = DenseTasks.of(correlation, ROWS, seed, 100 + seed);
      DenseTasks test = DenseTasks.of(correlation, ROWS, seed, 200 + seed);
      for (String name : RECIPES.keySet()) {
        ComputationGraph network = network(name, seed);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
          train.train(network, BATCH);
        }
        losses.computeIfAbsent(name, key -> new ArrayList<>()).add(test.meanLoss(network));
      }
    }
    return losses;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void theBudgetsAreEqualWithinFivePercent() {
    double bottom = parameters("bottom");
    assertEquals(bottom, parameters("mmoe"), 0.05 * bottom);
    assertEquals(bottom, parameters("ple"), 0.05 * bottom);
  }

  private static double parameters(String name) {
    return (double) network(name, 1).numParams();
  }

  @Test
  void expertsWinWhereTasksConflict() {
    Map<String, List<Double>> losses = losses(0);
    for (String name : List.of("mmoe", "ple")) {
      assertTrue(mean(losses.get(name)) < mean(losses.get("bottom")), losses.toString());
    }
  }

  @Test
  void expertsLoseNothingWhereTasksAgree() {
    Map<String, List<Double>> losses = losses(1);
    for (String name : List.of("mmoe", "ple")) {
      assertTrue(mean(losses.get(name)) < mean(losses.get("bottom")) + MARGIN, losses.toString());
    }
  }
}
