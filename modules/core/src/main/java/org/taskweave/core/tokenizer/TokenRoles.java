package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.taskweave.core.InvalidInputException;

/**
 * What a vocabulary's tokens are to a language model.
 *
 * @param size ids are below it
 * @param mask the token that stands for a hidden word, if there is one
 * @param special tokens that no text has: never hidden, never guessed
 * @param continuing tokens that go on with the word of the token before them
 */
public record TokenRoles(int size, OptionalInt mask, BitSet special, BitSet continuing) {

  private static final List<String> MASKS = List.of("[MASK]", "<mask>");

  /** How a piece begins that begins a word: byte-level BPE's space, and SentencePiece's. */
  private static final List<String> SPACES = List.of("Ġ", "▁", " ");

  /**
   * Reads the roles.
   *
   * @param tokenizerJson content of a tokenizer.json that was checked before
   */
  public static TokenRoles of(String tokenizerJson) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(tokenizerJson);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "tokenizer.json is not valid JSON: " + e.getOriginalMessage(), e);
    }
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.put(vocabulary.get(id).path(0).asText(), id);
      }
    } else {
      vocabulary.properties().forEach(token -> ids.put(token.getKey(), token.getValue().asInt()));
    }
    String prefix = root.path("model").path("continuing_subword_prefix").asText("");
    BitSet continuing = new BitSet();
    ids.forEach((token, id) -> continuing.set(id, continues(token, prefix)));
    BitSet special = new BitSet();
    for (JsonNode added : root.path("added_tokens")) {
      int id = added.path("id").asInt();
      ids.put(added.path("content").asText(), id);
      continuing.clear(id);
      special.set(id, added.path("special").asBoolean(false));
    }
    OptionalInt mask = MASKS.stream().filter(ids::containsKey).mapToInt(ids::get).findFirst();
    mask.ifPresent(special::set);
    int size = 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    return new TokenRoles(size, mask, special, continuing);
  }

  private static boolean continues(String token, String prefix) {
    return prefix.isEmpty()
        ? SPACES.stream().noneMatch(token::startsWith)
        : token.startsWith(prefix);
  }
}
