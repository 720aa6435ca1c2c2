package org.taskweave.core.recipe;

import java.util.Optional;
import org.taskweave.core.config.DefaultValue;

/**
 * How a file of another program is attached as the encoder. What its inputs and result are called
 * need only be said where it cannot be told: a graph's inputs are known by the usual names
 * (input_ids, attention_mask, token_type_ids and their like), and its only placeholder is the token
 * ids; its result is what no operation reads.
 *
 * @param frozen whether its weights stay as they are; otherwise they learn at encoder.learningRate
 * @param tokenIds name of the placeholder of token ids [B,T]
 * @param tokenTypeIds name of the placeholder of token type ids [B,T]
 * @param mask name of the placeholder of the mask [B,T], 1 for real tokens
 * @param output name of the result, [B,T,H] or [B,H]
 */
public record AttachedRecipe(
    @DefaultValue("false") boolean frozen,
    Optional<String> tokenIds,
    Optional<String> tokenTypeIds,
    Optional<String> mask,
    Optional<String> output) {

  /** Trained along, with the file's inputs and result found by name. */
  public static final AttachedRecipe DEFAULT =
      new AttachedRecipe(
          false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
