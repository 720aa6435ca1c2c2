package org.taskweave.nn.model;

import java.util.List;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.SharedRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.TaskSpec;

/**
 * Everything a model's graph is built from.
 *
 * @param userFeatures F, 0 for none
 * @param tasks with their classes resolved; the order of heads, outputs and labels
 * @param totalSteps optimizer steps of the whole training, for the learning rates' schedule
 * @param seed of the heads' initial weights
 * @param balancing says whether each task's gradient at the shared representation is read
 */
public record ModelSpec(
    EncoderConfig encoderConfig,
    TokenChannels channels,
    int userFeatures,
    EncoderRecipe encoder,
    SharedRecipe shared,
    List<TaskSpec> tasks,
    TrainingRecipe training,
    long totalSteps,
    long seed,
    BalancingRecipe balancing) {

  /** A model with fixed task weights. */
  public ModelSpec(
      EncoderConfig encoderConfig,
      TokenChannels channels,
      int userFeatures,
      EncoderRecipe encoder,
      SharedRecipe shared,
      List<TaskSpec> tasks,
      TrainingRecipe training,
      long totalSteps,
      long seed) {
    this(
        encoderConfig,
        channels,
        userFeatures,
        encoder,
        shared,
        tasks,
        training,
        totalSteps,
        seed,
        BalancingRecipe.fixed());
  }

  public ModelSpec {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one task");
    }
    long perToken = tasks.stream().filter(TaskSpec.TokenTagging.class::isInstance).count();
    if (balancing.readsGradients() && perToken > 0 && perToken < tasks.size()) {
      throw new IllegalArgumentException(
          "gradients of tasks on tokens and on whole sequences cannot be compared");
    }
    for (TaskSpec task : tasks) {
      if (task.outputWidth() < 1) {
        throw new IllegalArgumentException(
            "task \""
                + task.name()
                + "\" has no classes: resolve them on the training split first");
      }
    }
  }

  /** Whether the graph has a junction at the shared representation and a tap for each task. */
  boolean readsGradients() {
    return balancing.readsGradients() && tasks.size() > 1;
  }
}
