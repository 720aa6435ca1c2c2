package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.task.TaskSpec;

/**
 * Everything a run depends on.
 *
 * @param seed of every random choice
 * @param tasks in the order written; the order of heads, outputs and labels
 * @param balancing how the tasks' losses or gradients are weighed
 */
public record Recipe(
    @DefaultValue("7") long seed,
    DataRecipe data,
    ExamplesRecipe examples,
    @DefaultValue("{}") SequenceRecipe sequence,
    @DefaultValue("{}") FeaturesRecipe features,
    @DefaultValue("{}") EncoderRecipe encoder,
    @DefaultValue("{}") SharedRecipe shared,
    List<TaskSpec> tasks,
    @DefaultValue("{}") TrainingRecipe training,
    @DefaultValue("{}") EvaluationRecipe evaluation,
    @DefaultValue("{kind: fixed}") BalancingRecipe balancing) {

  /** A recipe with fixed task weights. */
  public Recipe(
      long seed,
      DataRecipe data,
      ExamplesRecipe examples,
      SequenceRecipe sequence,
      FeaturesRecipe features,
      EncoderRecipe encoder,
      SharedRecipe shared,
      List<TaskSpec> tasks,
      TrainingRecipe training,
      EvaluationRecipe evaluation) {
    this(
        seed,
        data,
        examples,
        sequence,
        features,
        encoder,
        shared,
        tasks,
        training,
        evaluation,
        BalancingRecipe.fixed());
  }

  public Recipe {
    tasks = List.copyOf(tasks);
    Checks checks =
        new Checks(Recipe.class)
            .given("data", data)
            .given("examples", examples)
            .given("sequence", sequence)
            .given("features", features)
            .given("encoder", encoder)
            .given("shared", shared)
            .require(!tasks.isEmpty(), "tasks", "no task", "is given: give at least one")
            .given("training", training)
            .given("evaluation", evaluation)
            .given("balancing", balancing);
    RecipeRules rules = new RecipeRules(checks, tasks);
    if (examples != null) {
      rules.splitsDoNotMix(examples);
    }
    if (features != null && sequence != null) {
      rules.givenLabelsAreNotInputs(features, sequence);
    }
    if (training != null && training.earlyStopping() != null) {
      rules.objectiveIsKnown(training.earlyStopping().objective());
    }
    if (balancing != null) {
      rules.balancingFits(balancing);
    }
    checks.done();
  }

  /** The seed of the training's random choices. */
  public long trainingSeed() {
    return training.seed().orElse(seed);
  }
}
