package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Sharing;

/**
 * Everything a model's graph is built from.
 *
 * @param tasks with their classes resolved; the order of heads, outputs and labels
 * @param rule how parameters are updated
 * @param seed of the heads' initial weights
 * @param userFeatures F, 0 for none
 * @param sharing what lies between the shared representation and the heads
 * @param items for next-item tasks and hierarchical sequences
 * @param balancing says whether each task's gradient at the shared representation is read
 */
public record ModelSpec(
    EncoderConfig encoderConfig,
    EncoderSettings encoder,
    List<TaskSpec> tasks,
    UpdateRule rule,
    long seed,
    TokenChannels channels,
    int userFeatures,
    RepresentationRecipe shared,
    Sharing sharing,
    Optional<ItemModelSpec> items,
    BalancingRecipe balancing) {

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

  /**
   * A model of texts alone, whose heads read the pooled vector as it is and whose tasks keep their
   * weights.
   */
  public static Builder builder(
      EncoderConfig encoderConfig,
      EncoderSettings encoder,
      List<TaskSpec> tasks,
      UpdateRule rule,
      long seed) {
    return new Builder(encoderConfig, encoder, tasks, rule, seed);
  }

  /** The same to be changed. */
  public Builder toBuilder() {
    Builder builder =
        builder(encoderConfig, encoder, tasks, rule, seed)
            .channels(channels)
            .userFeatures(userFeatures)
            .shared(shared)
            .sharing(sharing)
            .balancing(balancing);
    items.ifPresent(builder::items);
    return builder;
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
    return hierarchical() && items.get().settings().repeatBias();
  }

  /** Width of the states that heads' inputs are made of. */
  int stateWidth() {
    if (!hierarchical()) {
      return encoderConfig.hiddenSize();
    }
    int width = items.get().settings().width();
    return others()
        ? width + items.get().requireSequenceModel().heads() * channels.numeric().size()
        : width;
  }

  /** Whether a row is read from all events but its own. */
  boolean others() {
    return items.map(ItemModelSpec::others).orElse(false);
  }

  /** Whether something reads the events one by one: a row's pooling, or a task's interaction. */
  boolean attends() {
    return others() || tasks.stream().anyMatch(task -> task.head().attends());
  }

  /** How many of the last user features are effects, which heads that read items read. */
  int targetColumns() {
    return items.map(ItemModelSpec::targetColumns).orElse(0);
  }

  /** Whether a task reads user and item. */
  boolean readsItems() {
    return tasks.stream().anyMatch(task -> task.head().readsItem());
  }

  /** Whether the graph has a junction at the shared representation and a tap for each task. */
  boolean readsGradients() {
    return balancing.readsGradients() && tasks.size() > 1;
  }

  /** Puts one together; what is not set stays out of the model. */
  public static final class Builder {

    private final EncoderConfig encoderConfig;
    private final EncoderSettings encoder;
    private final List<TaskSpec> tasks;
    private final UpdateRule rule;
    private final long seed;
    private TokenChannels channels = TokenChannels.NONE;
    private int userFeatures;
    private RepresentationRecipe shared = new RepresentationRecipe(0, 0, 0);
    private Sharing sharing = Sharing.BOTTOM;
    private Optional<ItemModelSpec> items = Optional.empty();
    private BalancingRecipe balancing = BalancingRecipe.fixed();

    private Builder(
        EncoderConfig encoderConfig,
        EncoderSettings encoder,
        List<TaskSpec> tasks,
        UpdateRule rule,
        long seed) {
      this.encoderConfig = encoderConfig;
      this.encoder = encoder;
      this.tasks = tasks;
      this.rule = rule;
      this.seed = seed;
    }

    public Builder channels(TokenChannels ofTokens) {
      this.channels = ofTokens;
      return this;
    }

    /** F. */
    public Builder userFeatures(int count) {
      this.userFeatures = count;
      return this;
    }

    /** What the shared representation is made with. */
    public Builder shared(RepresentationRecipe representation) {
      this.shared = representation;
      return this;
    }

    public Builder sharing(Sharing architecture) {
      this.sharing = architecture;
      return this;
    }

    public Builder items(ItemModelSpec spec) {
      this.items = Optional.of(spec);
      return this;
    }

    public Builder balancing(BalancingRecipe ofTasks) {
      this.balancing = ofTasks;
      return this;
    }

    /** What was put together. */
    public ModelSpec build() {
      return new ModelSpec(
          encoderConfig,
          encoder,
          tasks,
          rule,
          seed,
          channels,
          userFeatures,
          shared,
          sharing,
          items,
          balancing);
    }
  }
}
