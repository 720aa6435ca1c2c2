package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How items become vectors, for next-item tasks and hierarchical sequences: a learned projection of
 * what the pretrained encoder makes of an item's text, plus a learned vector of the item's own.
 *
 * @param width W of the vectors
 * @param ids whether items have vectors of their own besides their texts' ones
 * @param idDropout share of items that lose their own vector in a training step, so that texts
 *     alone learn to tell what an item is; 0 to below 1
 * @param repeats whether a number is learned that is added to the scores of items that are in the
 *     history, for hierarchical sequences
 * @param template an item's text: {text}, {item} and {attribute} are replaced
 * @param maxTokens an item's text is cut there, special tokens included
 * @param texts whether the encoder's layers learn with the model what a text says of its item
 */
public record ItemsRecipe(
    @DefaultValue("128") int width,
    @DefaultValue("true") boolean ids,
    @DefaultValue("0") double idDropout,
    @DefaultValue("true") boolean repeats,
    @DefaultValue("'{text}'") String template,
    @DefaultValue("32") int maxTokens,
    @DefaultValue("frozen") Texts texts) {

  public ItemsRecipe {
    new Checks(ItemsRecipe.class)
        .atLeast("width", width, 1)
        .dropout("idDropout", idDropout)
        .require(
            ids || idDropout == 0,
            "idDropout",
            idDropout,
            "drops what ids: false leaves out: set ids: true, or remove it")
        .notBlank("template", template)
        .atLeast("maxTokens", maxTokens, 3)
        .given("texts", texts)
        .done();
  }

  /** Items whose texts are read once. */
  public ItemsRecipe(
      int width, boolean ids, double idDropout, boolean repeats, String template, int maxTokens) {
    this(width, ids, idDropout, repeats, template, maxTokens, Texts.FROZEN);
  }

  /** How the encoder of items' texts learns. */
  public enum Texts {
    /** Not at all: it reads each text once, before training. */
    FROZEN,
    /**
     * With the model, for hierarchical sequences, as {@link EncoderRecipe} says (freezeLayers,
     * freezeEmbeddings, learningRate, dropout): it reads the texts of a batch's items in every
     * step, which are all N with a full softmax, and all N again before each evaluation.
     */
    TRAINED
  }
}
