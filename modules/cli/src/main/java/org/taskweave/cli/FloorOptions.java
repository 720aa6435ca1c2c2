package org.taskweave.cli;

import java.util.Locale;
import org.taskweave.core.recipe.EvaluationRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import picocli.CommandLine.Option;

/** Which rules next items are measured beside. */
final class FloorOptions {

  @Option(
      names = "--floors",
      paramLabel = "all|fast",
      description =
          "Rules that next items are measured beside: all, or fast, without those that cost more"
              + " than a small model (EASE). As evaluation.floors of the recipe by default.")
  private EvaluationRecipe.Floors floors;

  /** The recipe with what the option changes. */
  Recipe applied(Recipe recipe) {
    return floors == null
        ? recipe
        : RecipeTree.of(recipe)
            .with("evaluation.floors", floors.name().toLowerCase(Locale.ROOT))
            .bind();
  }
}
