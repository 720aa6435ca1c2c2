package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * The shared representation: the pooled vector and the user features, concatenated; optionally
 * through one hidden layer.
 *
 * @param hidden units of a hidden layer (ReLU); 0 for none
 * @param dropout on the shared representation, while training
 * @param l2 the loss gains l2 * (sum of squares of the hidden layer's weights)
 */
public record RepresentationRecipe(
    @DefaultValue("0") int hidden,
    @DefaultValue("0.1") double dropout,
    @DefaultValue("0") double l2) {

  public RepresentationRecipe {
    new Checks(RepresentationRecipe.class)
        .width("hidden", hidden, 0)
        .dropout("dropout", dropout)
        .atLeast("l2", l2, 0)
        .done();
  }
}
