package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.SharedRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.share.Sharing;

/**
 * Everything a model's graph is built from.
 *
 * @param userFeatures F, 0 for none
 * @param sharing what lies between the shared representation and the heads
 * @param tasks with their classes resolved; the order of heads, outputs and labels
 * @param totalSteps optimizer steps of the whole training, for the learning rates' schedule
 * @param seed of the heads' initial weights
 * @param items for next-item tasks and hierarchical sequences
 */
public record ModelSpec(
    EncoderConfig encoderConfig,
    TokenChannels channels,
    int userFeatures,
    EncoderRecipe encoder,
    SharedRecipe shared,
    Sharing sharing,
    List<TaskSpec> tasks,
    TrainingRecipe training,
    long totalSteps,
    long seed,
    Optional<ItemModelSpec> items) {

  /** A model without items' vectors, whose heads all read the shared representation. */
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
        Sharing.BOTTOM,
        tasks,
        training,
        totalSteps,
        seed);
  }

  /** A model without items' vectors. */
  public ModelSpec(
      EncoderConfig encoderConfig,
      TokenChannels channels,
      int userFeatures,
      EncoderRecipe encoder,
      SharedRecipe shared,
      Sharing sharing,
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
        sharing,
        tasks,
        training,
        totalSteps,
        seed,
        Optional.empty());
  }

  public ModelSpec {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one task");
    }
    for (TaskSpec task : tasks) {
      if (task.outputWidth() < 1) {
        throw new IllegalArgumentException(
            "task \""
                + task.name()
                + "\" has no classes: resolve them on the training split first");
      }
      if (task instanceof TaskSpec.NextItem && items.isEmpty()) {
        throw new IllegalArgumentException(
            "task \"" + task.name() + "\" ranks items, but there is no catalog");
      }
    }
  }

  boolean hierarchical() {
    return items.map(ItemModelSpec::hierarchical).orElse(false);
  }

  /** Whether next-item tasks learn how likely items of the history come again. */
  boolean repeats() {
    return hierarchical() && items.get().items().repeats();
  }

  /** Width of the states that heads' inputs are made of. */
  int stateWidth() {
    return hierarchical() ? items.get().items().width() : encoderConfig.hiddenSize();
  }
}
