package org.taskweave.benchmarks;

import java.util.List;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.RecipeReader;

/** Ways of balancing by their names. */
public final class BalancingKinds {

  private BalancingKinds() {}

  /** As in a recipe, with the kind's defaults. */
  public static BalancingRecipe recipe(String kind) {
    return RecipeReader.parse(
            """
            data: {files: [none.csv], columns: {user: u, item: i, timestamp: t}}
            examples: {splitColumn: split}
            tasks: {any: {kind: binary, label: {given: {attribute: a}}}}
            balancing: {kind: %s}
            """
                .formatted(kind),
            "the benchmark",
            List.of())
        .balancing();
  }
}
