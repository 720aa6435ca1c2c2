package org.taskweave.nn.encoder;

import org.taskweave.core.recipe.EncoderRecipe;

/**
 * What of an encoder learns, and how.
 *
 * @param dropout after the embeddings and each sub-layer, while training; 0 for none
 * @param frozenEmbeddings whether the embeddings stay as they are
 * @param frozenLayers how many layers stay as they are, from the bottom up
 * @param frozenStatesMegabytes bound of the store for what frozen layers put out; 0 for no store
 * @param lazyEmbeddings whether words that are not in a batch stay as they are in its step
 */
public record EncoderTraining(
    double dropout,
    boolean frozenEmbeddings,
    int frozenLayers,
    long frozenStatesMegabytes,
    boolean lazyEmbeddings) {

  /** Everything learns, or nothing is trained at all. */
  public static final EncoderTraining WHOLE = new EncoderTraining(0, false, 0, 0, false);

  public EncoderTraining {
    if (frozenLayers > 0 && !frozenEmbeddings) {
      throw new IllegalArgumentException(
          "frozenLayers is "
              + frozenLayers
              + " but frozenEmbeddings is false: layers are frozen from"
              + " the bottom up, so freeze the embeddings too");
    }
    lazyEmbeddings = lazyEmbeddings && !frozenEmbeddings;
  }

  /** As a recipe says. */
  public static EncoderTraining of(EncoderRecipe recipe) {
    return new EncoderTraining(
        recipe.dropout(),
        recipe.frozenEmbeddings(),
        recipe.frozenLayers(),
        recipe.frozenStatesMegabytes(),
        recipe.embeddingUpdates() == EncoderRecipe.EmbeddingUpdates.LAZY);
  }

  /** The same with other dropout. */
  public EncoderTraining withDropout(double other) {
    return new EncoderTraining(
        other, frozenEmbeddings, frozenLayers, frozenStatesMegabytes, lazyEmbeddings);
  }
}
