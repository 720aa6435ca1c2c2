package org.taskweave.nn.model;

import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.nn.encoder.EncoderTraining;

/**
 * How a model uses its encoder, pretrained or attached.
 *
 * @param name for messages
 * @param pooling how token states [B,T,H] become one vector [B,H]
 * @param learningRate of the encoder's parameters and its token channels; 0 for none
 * @param training what of it learns; means nothing to an attached one
 */
public record EncoderSettings(
    String name, EncoderRecipe.Pooling pooling, double learningRate, EncoderTraining training) {

  /** As a recipe says. */
  public static EncoderSettings of(EncoderRecipe recipe) {
    return new EncoderSettings(
        recipe.model(), recipe.pooling(), recipe.learningRate(), EncoderTraining.of(recipe));
  }
}
