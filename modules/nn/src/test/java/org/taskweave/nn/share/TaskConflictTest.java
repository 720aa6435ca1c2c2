package org.taskweave.nn.share;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Where tasks conflict, mixtures of experts beat a shared bottom of as many parameters; where they
 * agree, they lose nothing to speak of.
 */
class TaskConflictTest {

  private static final int ROWS = 2048;
  private static final int BATCH = 64;
  private static final int EPOCHS = 12;
  private static final int SEEDS = 4;

  /** All of nearly the same number of parameters. */
  private static Map<String, SharingRecipe> recipes() {
    Map<String, SharingRecipe> recipes = new LinkedHashMap<>();
    recipes.put("bottom", new SharingRecipe.SharedBottom());
    recipes.put("mmoe", new SharingRecipe.Mmoe(4, 8));
    recipes.put("ple", new SharingRecipe.Ple(1, 2, 1, 8));
    return recipes;
  }

  private static int bottom(String name) {
    return name.equals("bottom") ? 36 : 0;
  }

  private static Map<String, List<Double>> losses(double correlation) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      DenseTasks train = DenseTasks.of(correlation, ROWS, seed, 100 + seed);
      DenseTasks test = DenseTasks.of(correlation, ROWS, seed, 200 + seed);
      for (Map.Entry<String, SharingRecipe> entry : recipes().entrySet()) {
        ComputationGraph network =
            DenseTasks.network(
                entry.getValue(), bottom(entry.getKey()), EPOCHS * ROWS / BATCH, seed);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
          train.train(network, BATCH);
        }
        losses
            .computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
            .add(test.meanLoss(network));
        if (seed == 1) {
          System.err.println("DBG params " + entry.getKey() + " " + network.numParams());
        }
      }
    }
    System.err.println("DBG " + correlation + " " + losses);
    return losses;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
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
      assertTrue(mean(losses.get(name)) < mean(losses.get("bottom")) + 0.01, losses.toString());
    }
  }
}
