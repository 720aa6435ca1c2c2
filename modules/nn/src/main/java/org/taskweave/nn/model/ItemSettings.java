package org.taskweave.nn.model;

import java.util.Optional;
import org.taskweave.core.recipe.ItemsRecipe;

/**
 * What items' vectors are made of.
 *
 * @param width of a vector
 * @param ids whether each item has a vector of its own beside that of its text
 * @param idDropout share of the items of a step that are read as unknown ones; 0 for none
 * @param repeatBias whether next-item tasks learn how likely items of the history come again
 * @param learningRate of the vectors, and of the layers over them in a hierarchical model; the
 *     model's when absent
 */
public record ItemSettings(
    int width, boolean ids, double idDropout, boolean repeatBias, Optional<Double> learningRate) {

  /** Vectors of ids and texts that learn at the model's rate. */
  public static ItemSettings ofWidth(int width) {
    return new ItemSettings(width, true, 0, true, Optional.empty());
  }

  /** As a recipe says. */
  public static ItemSettings of(ItemsRecipe recipe, Optional<Double> learningRate) {
    return new ItemSettings(
        recipe.width(), recipe.ids(), recipe.idDropout(), recipe.repeatBias(), learningRate);
  }
}
