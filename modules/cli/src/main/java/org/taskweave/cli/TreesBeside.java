package org.taskweave.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.example.Split;
import org.taskweave.hyperparam.ablate.Beside;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.trees.BoostedTrees;
import org.taskweave.trees.TreeSettings;

/** Boosted trees on the recipe's user features and its history in a few numbers. */
final class TreesBeside implements Beside {

  private final RunListener listener;

  TreesBeside(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public String name() {
    return "boosted trees";
  }

  @Override
  public Map<String, Evaluator.Predictions> predictions(
      Recipe recipe, TrainingData data, Split split, long seed) {
    Map<String, Evaluator.Predictions> predictions = new LinkedHashMap<>();
    try (BoostedTrees trees =
        BoostedTrees.train(recipe, data, TreeSettings.DEFAULT.withSeed(seed), listener)) {
      for (String task : trees.tasks()) {
        predictions.put(task, trees.predictions(split, task));
      }
    }
    return predictions;
  }
}
