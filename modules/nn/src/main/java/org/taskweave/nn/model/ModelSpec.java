package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
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
 * @param balancing says whether each task's gradient at the shared representation is read
 */
public record ModelSpec(
    EncoderConfig encoderConfig,
    TokenChannels channels,
    int userFeatures,
    EncoderRecipe encoder,
    RepresentationRecipe shared,
    Sharing sharing,
    List<TaskSpec> tasks,
    TrainingRecipe training,
    long totalSteps,
    long seed,
    Optional<ItemModelSpec> items,
    BalancingRecipe balancing) {

  /** A model without items' vectors and with fixed task weights, whose heads all read the same. */
  public ModelSpec(
      EncoderConfig encoderConfig,
      TokenChannels channels,
      int userFeatures,
      EncoderRecipe encoder,
      RepresentationRecipe shared,
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
        seed,
        Optional.empty(),
        BalancingRecipe.fixed());
  }

  /** The same with another architecture. */
  public ModelSpec with(Sharing other) {
    return new ModelSpec(
        encoderConfig,
        channels,
        userFeatures,
        encoder,
        shared,
        other,
        tasks,
        training,
        totalSteps,
        seed,
        items,
        balancing);
  }

  /** The same with items' vectors. */
  public ModelSpec with(ItemModelSpec other) {
    return new ModelSpec(
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
        Optional.of(other),
        balancing);
  }

  /** The same with other balancing. */
  public ModelSpec with(BalancingRecipe other) {
    return new ModelSpec(
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
        items,
        other);
  }

  public ModelSpec {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one task");
    }
    long perToken = tasks.stream().filter(TaskSpec::perToken).count();
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

  /** Refuses tasks that are about items where there are none; asked when a graph is built. */
  void requireItems() {
    for (TaskSpec task : tasks) {
      if ((task.ranking().isPresent() || task.head().readsItem()) && items.isEmpty()) {
        throw new IllegalArgumentException(
            "task \"" + task.name() + "\" is about items, but there is no catalog");
      }
    }
  }

  boolean hierarchical() {
    return items.map(ItemModelSpec::hierarchical).orElse(false);
  }

  /** Whether next-item tasks learn how likely items of the history come again. */
  boolean repeats() {
    return hierarchical() && items.get().items().repeatBias();
  }

  /** Width of the states that heads' inputs are made of. */
  int stateWidth() {
    if (!hierarchical()) {
      return encoderConfig.hiddenSize();
    }
    int width = items.get().items().width();
    return others() ? width + items.get().history().heads() * channels.numeric().size() : width;
  }

  /** Whether a row is read from all events but its own. */
  boolean others() {
    return items.map(ItemModelSpec::others).orElse(false);
  }

  /** How many of the last user features are effects, which heads that read items read. */
  int effectColumns() {
    return items.map(ItemModelSpec::effectColumns).orElse(0);
  }

  /** Whether a task reads user and item. */
  boolean readsItems() {
    return tasks.stream().anyMatch(task -> task.head().readsItem());
  }

  /** Whether the graph has a junction at the shared representation and a tap for each task. */
  boolean readsGradients() {
    return balancing.readsGradients() && tasks.size() > 1;
  }
}
