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
 * @param repeatBias whether a number is learned that is added to the scores of items that are in
 *     the history, for hierarchical sequences
 * @param template an item's text: {text}, {item} and {attribute} are replaced
 * @param maxTokens an item's text is cut there, special tokens included
 * @param frozenEncoder whether the encoder of items' texts stays as it is and reads each text once,
 *     before training; otherwise it learns with the model, for hierarchical sequences, as {@link
 *     EncoderRecipe} says (frozenLayers, frozenEmbeddings, learningRate, dropout): it then reads
 *     the texts of a batch's items in every step, which are all N with a full softmax, and all N
 *     again before each evaluation
 * @param memory whether next-item scores of causal hierarchical sequences have what counting knows
 *     beside the network's: which items occur together in baskets and users, and what came after
 *     what
 */
public record ItemsRecipe(
    @DefaultValue("128") int width,
    @DefaultValue("true") boolean ids,
    @DefaultValue("0") double idDropout,
    @DefaultValue("true") boolean repeatBias,
    @DefaultValue("'{text}'") String template,
    @DefaultValue("32") int maxTokens,
    @DefaultValue("true") boolean frozenEncoder,
    @DefaultValue("false") boolean memory) {

  public ItemsRecipe {
    new Checks(ItemsRecipe.class)
        .width("width", width, 1)
        .dropout("idDropout", idDropout)
        .require(
            ids || idDropout == 0,
            "idDropout",
            idDropout,
            "drops what ids: false leaves out: set ids: true, or remove it")
        .notBlank("template", template)
        .length("maxTokens", maxTokens, 3)
        .done();
  }
}
