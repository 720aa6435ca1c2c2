package org.taskweave.hyperparam.ablate;

import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeTree;

/**
 * What an ablation is asked for. It is kept in the ablation's folder, so that a killed one can go
 * on without being told again.
 *
 * @param recipe its text, with absolute paths
 * @param without the parts that are left out, each in its turn
 * @param seeds how many; the first is the recipe's own, the others follow it
 * @param trees whether boosted trees are grown beside the recipe
 */
public record AblationRequest(String recipe, List<Part> without, int seeds, boolean trees) {

  public AblationRequest {
    if (seeds < 1) {
      throw new InvalidInputException("--seeds " + seeds + ": give 1 or more");
    }
    without = List.copyOf(without);
  }

  /** The recipe, to be changed by parts. */
  public RecipeTree tree() {
    return RecipeTree.parse(recipe, "the ablation's recipe");
  }
}
