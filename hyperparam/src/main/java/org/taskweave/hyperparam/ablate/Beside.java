package org.taskweave.hyperparam.ablate;

import java.util.Map;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.example.Split;
import org.taskweave.training.run.TrainingData;

/** What one would use in the model's place, measured on the same rows. */
public interface Beside {

  /** As in tables, for instance "boosted trees". */
  String name();

  /**
   * Learns from the training split, and stops by dev.
   *
   * @param seed of its random choices
   * @return predictions of the split's rows by task, of those tasks that it can answer
   */
  Map<String, Evaluator.Predictions> predictions(
      Recipe recipe, TrainingData data, Split split, long seed);
}
