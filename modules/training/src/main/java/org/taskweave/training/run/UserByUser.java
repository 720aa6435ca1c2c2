package org.taskweave.training.run;

import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;

/**
 * Whether a recipe's examples can be made of one user at a time. What looks at several users at
 * once needs all events: items as classes or targets, whose rules and factors are counted;
 * hierarchical sequences, which examples share; k-cores, and tables beside the log.
 */
final class UserByUser {

  private UserByUser() {}

  static boolean fits(Recipe recipe) {
    return recipe.examples().cuts().isPresent()
        && recipe.examples().perEvent().isEmpty()
        && recipe.examples().perImpression().isEmpty()
        && recipe.examples().splitColumn().isEmpty()
        && !recipe.examples().lastOut()
        && recipe.sequence().kind() == SequenceRecipe.Kind.FLAT
        && recipe.data().core() <= 1
        && recipe.data().items().isEmpty()
        && recipe.data().users().isEmpty()
        && recipe.features().effects().isEmpty()
        && recipe.tasks().stream()
            .noneMatch(task -> task.ranking().isPresent() || task.head().readsItem());
  }
}
