package org.taskweave.data.feature;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.core.task.TaskSpec;

/**
 * What a recipe asks for of an example's numbers.
 *
 * @param kind of the sequences
 * @param items the table of items
 * @param users the table of users
 */
record Asked(
    List<TaskSpec> tasks,
    FeaturesRecipe features,
    SequenceRecipe.Kind kind,
    Optional<TableRecipe> items,
    Optional<TableRecipe> users) {

  Asked {
    tasks = List.copyOf(tasks);
  }

  static Asked of(Recipe recipe) {
    return new Asked(
        recipe.tasks(),
        recipe.features(),
        recipe.sequence().kind(),
        recipe.data().items().filter(TableRecipe::hasFeatures),
        recipe.data().users());
  }

  Asked withTasks(List<TaskSpec> others) {
    return new Asked(others, features, kind, items, users);
  }

  /** Whether a task asks about the item of an example's target. */
  boolean readsItem() {
    return tasks.stream().anyMatch(task -> task.head().readsItem());
  }
}
