package org.taskweave.nn.attach;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.taskweave.core.recipe.AttachedRecipe;

/**
 * Which placeholder of a graph is fed what: by the recipe's names; else by the usual ones; else a
 * graph's only placeholder is the token ids.
 */
final class EncoderPlaceholders {

  private static final Map<EncoderInput, List<String>> USUAL =
      Map.of(
          EncoderInput.TOKEN_IDS,
          List.of("tokenIds", "token_ids", "input_ids", "inputIds", "ids", "tokens"),
          EncoderInput.TOKEN_TYPE_IDS,
          List.of("tokenTypeIds", "token_type_ids", "segment_ids"),
          EncoderInput.MASK,
          List.of("mask", "attention_mask", "attentionMask", "input_mask"));

  private EncoderPlaceholders() {}

  /** Names of placeholders by what they are fed, token ids first. */
  static Map<EncoderInput, String> of(
      GraphFile file, List<SDVariable> placeholders, AttachedRecipe recipe) {
    List<String> left = new ArrayList<>(placeholders.stream().map(SDVariable::name).toList());
    List<String> all = List.copyOf(left);
    Map<EncoderInput, String> found = new LinkedHashMap<>();
    for (EncoderInput input : EncoderInput.values()) {
      Optional<String> named = named(recipe, input);
      if (named.isPresent() && !all.contains(named.get())) {
        throw file.refusal(
            "has no placeholder \""
                + named.get()
                + "\" (encoder.attached."
                + input.key()
                + "); it reads "
                + all);
      }
      named
          .or(() -> USUAL.get(input).stream().filter(left::contains).findFirst())
          .ifPresent(name -> found.put(input, name));
      left.remove(found.get(input));
    }
    if (!found.containsKey(EncoderInput.TOKEN_IDS) && all.size() == 1) {
      return Map.of(EncoderInput.TOKEN_IDS, all.get(0));
    }
    if (!found.containsKey(EncoderInput.TOKEN_IDS)) {
      throw file.refusal(
          "reads the placeholders "
              + all
              + ", none of which is known to be the token ids: name it as"
              + " encoder.attached.tokenIds");
    }
    if (!left.isEmpty()) {
      throw file.refusal(
          "reads the placeholders "
              + left
              + ", for which there is no value; known are token ids, token type ids and the mask:"
              + " name them under encoder.attached, or save the graph without them");
    }
    return found;
  }

  private static Optional<String> named(AttachedRecipe recipe, EncoderInput input) {
    return switch (input) {
      case TOKEN_IDS -> recipe.tokenIds();
      case TOKEN_TYPE_IDS -> recipe.tokenTypeIds();
      case MASK -> recipe.mask();
    };
  }
}
