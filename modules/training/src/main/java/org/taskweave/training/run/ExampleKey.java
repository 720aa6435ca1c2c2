package org.taskweave.training.run;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.EvaluationRecipe;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceModelRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

/**
 * What examples depend on: two recipes with equal keys have equal examples.
 *
 * @param cut what the events and labels depend on
 * @param objective of next-item tasks, which says what a training sequence is
 * @param floors which rules the dev and test examples are measured beside
 * @param rankings which items rules are chosen to rank, by task
 * @param encoderModel whose tokenizer encodes
 */
record ExampleKey(
    Cut cut,
    SequenceRecipe sequence,
    SequenceModelRecipe.Objective objective,
    EvaluationRecipe.Floors floors,
    List<Optional<CatalogRanking>> rankings,
    String encoderModel) {

  static ExampleKey of(Recipe recipe) {
    return new ExampleKey(
        Cut.of(recipe),
        recipe.sequence(),
        recipe.sequenceModel().objective(),
        recipe.evaluation().floors(),
        recipe.tasks().stream().map(TaskSpec::ranking).toList(),
        recipe.encoder().model());
  }

  /** What {@link TrainingData} depends on; features say which attributes are read as numbers. */
  record Cut(
      long seed,
      DataRecipe data,
      ExamplesRecipe examples,
      FeaturesRecipe features,
      List<Question> questions) {

    static Cut of(Recipe recipe) {
      return new Cut(
          recipe.seed(),
          recipe.data(),
          recipe.examples(),
          recipe.features(),
          recipe.tasks().stream().map(Question::of).toList());
    }
  }

  /** A task without what only its head and loss use. */
  record Question(
      Class<?> kind,
      String name,
      LabelRule label,
      Optional<HistoryStatistic> floor,
      List<String> classes,
      boolean readsItem) {

    static Question of(TaskSpec task) {
      return new Question(
          task.getClass(),
          task.name(),
          task.label(),
          task.floor(),
          task.classes(),
          task.head().readsItem());
    }
  }
}
