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
 * @param update when an update takes the place of the model before
 */
public record Recipe(
    @DefaultValue("7") long seed,
    DataRecipe data,
    ExamplesRecipe examples,
    @DefaultValue("{}") SequenceRecipe sequence,
    @DefaultValue("{}") FeaturesRecipe features,
    @DefaultValue("{}") EncoderRecipe encoder,
    @DefaultValue("{}") ItemsRecipe items,
    @DefaultValue("{}") SequenceModelRecipe sequenceModel,
    @DefaultValue("{}") RepresentationRecipe representation,
    @DefaultValue("{kind: sharedBottom}") SharingRecipe sharing,
    List<TaskSpec> tasks,
    @DefaultValue("{}") TrainingRecipe training,
    @DefaultValue("{}") EvaluationRecipe evaluation,
    @DefaultValue("{kind: fixed}") BalancingRecipe balancing,
    @DefaultValue("{}") UpdateRecipe update) {

  public Recipe {
    tasks = List.copyOf(tasks);
    Checks checks =
        new Checks(Recipe.class)
            .given("data", data)
            .given("examples", examples)
            .given("sequence", sequence)
            .given("features", features)
            .given("encoder", encoder)
            .given("items", items)
            .given("sequenceModel", sequenceModel)
            .given("representation", representation)
            .given("sharing", sharing)
            .require(!tasks.isEmpty(), "tasks", "no task", "is given: give at least one")
            .given("training", training)
            .given("evaluation", evaluation)
            .given("balancing", balancing)
            .given("update", update);
    RecipeRules rules = new RecipeRules(checks, tasks);
    if (examples != null) {
      rules.splitsDoNotMix(examples);
    }
    if (features != null && sequence != null) {
      rules.givenLabelsAreNotInputs(features, sequence);
    }
    if (sequence != null && items != null && sequenceModel != null) {
      rules.sequenceModelFits(sequence, items, sequenceModel);
      rules.memoryFits(sequence, items, sequenceModel);
    }
    if (data != null && sequence != null && sequenceModel != null) {
      rules.basketsFit(data, sequence, sequenceModel);
    }
    if (sequence != null && items != null && encoder != null) {
      rules.textsLearn(sequence, items, encoder);
    }
    if (sequence != null && training != null) {
      rules.popularityDiscountFits(sequence, training);
    }
    if (examples != null && sequence != null && sequenceModel != null) {
      rules.maskedObjectiveFits(examples, sequence, sequenceModel);
    }
    if (examples != null && sequence != null && features != null && sequenceModel != null) {
      new ItemTaskRules(checks, tasks).fit(examples, sequence, features, sequenceModel);
    }
    if (data != null && sequence != null) {
      new TableRules(checks, tasks).fit(data, sequence);
    }
    if (sharing != null && features != null) {
      new SharingRules(checks, tasks).fits(sharing, features);
    }
    if (training != null && training.earlyStopping() != null) {
      rules.objectiveIsKnown(training.earlyStopping().objective());
    }
    if (balancing != null) {
      rules.balancingFits(balancing);
    }
    if (update != null) {
      rules.judgesAreTasks(update);
    }
    checks.done();
  }

  /** Whether the model needs items' vectors. */
  public boolean hasItems() {
    return sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL
        || tasks.stream().anyMatch(task -> task.ranking().isPresent());
  }

  /**
   * The newest events of a history that a model reads, at most: with some objectives a mask takes
   * the place of one.
   */
  public int eventsRead() {
    return sequence.maxEvents()
        - (sequenceModel.objective() == SequenceModelRecipe.Objective.NEXT ? 0 : 1);
  }

  /** The seed of the training's random choices. */
  public long trainingSeed() {
    return training.seed().orElse(seed);
  }
}
