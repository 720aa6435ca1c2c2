package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/** The model of a tokenizer: its tokens with their ids, and how words are put together of them. */
final class Vocabulary {

  private static final int MOST_TOKENS = 2_000_000;
  private static final int LONGEST_TOKEN = 1000;
  private static final int LONGEST_WORD = 10_000;

  private final Map<String, Integer> ids = new HashMap<>();

  private final Part kinds =
      Part.named("model")
          .type(
              "WordPiece",
              "unk_token",
              unknown(),
              "continuing_subword_prefix",
              Parts.TEXT,
              "max_input_chars_per_word",
              wordLength(),
              "vocab",
              vocabulary())
          .type("WordLevel", "unk_token", unknown(), "vocab", vocabulary())
          .type(
              "BPE",
              "dropout",
              none().orAbsent(),
              "unk_token",
              unknown().orAbsent(),
              "continuing_subword_prefix",
              Parts.TEXT.orAbsent(),
              "end_of_word_suffix",
              Parts.TEXT.orAbsent(),
              "fuse_unk",
              Parts.FLAG.orAbsent(),
              "byte_fallback",
              Parts.FLAG.orAbsent(),
              "ignore_merges",
              Parts.FLAG.orAbsent(),
              "vocab",
              vocabulary(),
              "merges",
              list())
          .type(
              "Unigram",
              "unk_id",
              place().orAbsent(),
              "byte_fallback",
              Parts.FLAG.orAbsent(),
              "vocab",
              vocabulary());

  private Vocabulary() {}

  /** Ids by token, added tokens included. */
  static Map<String, Integer> read(String place, JsonNode model, JsonNode added) {
    Vocabulary vocabulary = new Vocabulary();
    vocabulary.fill(place + ": model.vocab", model.path("vocab"));
    vocabulary.kinds.check(place + ": model", model);
    if (model.isNull() || model.isMissingNode()) {
      throw new InvalidInputException(place + ": has no model");
    }
    new Merges(vocabulary.ids, model).check(place + ": model.merges");
    vocabulary.add(place + ": added_tokens", added);
    return vocabulary.ids;
  }

  /** Unigram's pieces with their scores: ids are places in the list. */
  private void fillPieces(String where, JsonNode pieces) {
    for (int id = 0; id < pieces.size(); id++) {
      JsonNode piece = pieces.get(id);
      Parts.require(
          where + "[" + id + "]",
          piece,
          piece.size() == 2
              && piece.path(0).isTextual()
              && piece.path(0).textValue().length() <= LONGEST_TOKEN
              && piece.path(1).isNumber()
              && Double.isFinite(piece.path(1).doubleValue()),
          "a piece and its score");
      ids.put(piece.get(0).textValue(), id);
    }
    if (ids.size() != pieces.size()) {
      throw new InvalidInputException(where + ": has a piece twice");
    }
  }

  private void fill(String where, JsonNode tokens) {
    if (tokens.isArray() && !tokens.isEmpty() && tokens.size() <= MOST_TOKENS) {
      fillPieces(where, tokens);
      return;
    }
    if (!tokens.isObject() || tokens.isEmpty() || tokens.size() > MOST_TOKENS) {
      throw new InvalidInputException(
          where
              + ": must map tokens to ids, at most "
              + MOST_TOKENS
              + "; this program reads WordPiece, BPE, WordLevel and Unigram"
              + " alone");
    }
    Set<Integer> seen = new HashSet<>();
    tokens
        .fields()
        .forEachRemaining(
            field -> {
              int id = id(where, field.getKey(), field.getValue());
              if (!seen.add(id)) {
                throw new InvalidInputException(where + ": the id " + id + " is there twice");
              }
              ids.put(field.getKey(), id);
            });
  }

  private static int id(String where, String token, JsonNode id) {
    if (token.length() > LONGEST_TOKEN) {
      throw new InvalidInputException(
          where + ": has a token of " + token.length() + " letters, at most " + LONGEST_TOKEN);
    }
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= 2 * MOST_TOKENS) {
      throw new InvalidInputException(
          where
              + ": token \""
              + token
              + "\" has the id "
              + id
              + ", must be a whole number from 0 on and below "
              + 2 * MOST_TOKENS);
    }
    return id.intValue();
  }

  /**
   * Added tokens that the model does not have get the next ids, whatever the file says: so it must
   * say those.
   */
  private void add(String where, JsonNode added) {
    if (!added.isArray() && !added.isMissingNode()) {
      throw new InvalidInputException(where + ": must be a list");
    }
    int next = ids.size();
    for (JsonNode token : added) {
      String content = token.path("content").asText();
      if (!token.path("content").isTextual() || content.isEmpty()) {
        throw new InvalidInputException(where + ": has one without content");
      }
      for (String flag :
          new String[] {"single_word", "lstrip", "rstrip", "normalized", "special"}) {
        Parts.FLAG.check(where + "." + content + "." + flag, token.path(flag), 0);
      }
      if (token.size() != 7) {
        throw new InvalidInputException(where + "." + content + ": has an unknown field");
      }
      Integer known = ids.get(content);
      int expected = known == null ? next++ : known;
      if (id(where, content, token.path("id")) != expected) {
        throw new InvalidInputException(
            where
                + ": token \""
                + content
                + "\" has the id "
                + token.path("id")
                + ", must be "
                + expected
                + ", which it is read with");
      }
      ids.put(content, expected);
    }
  }

  private Part.Value unknown() {
    return (where, value, depth) ->
        Parts.require(
            where,
            value,
            value.isTextual() && ids.containsKey(value.textValue()),
            "a token of the vocabulary");
  }

  private static Part.Value wordLength() {
    return (where, value, depth) ->
        Parts.require(
            where,
            value,
            value.isInt() && value.intValue() > 0 && value.intValue() <= LONGEST_WORD,
            "a number from 1 to " + LONGEST_WORD);
  }

  private static Part.Value none() {
    return (where, value, depth) ->
        Parts.require(
            where,
            value,
            value.isNumber() && value.doubleValue() == 0,
            "0 or null, since tokens must not depend on chance");
  }

  /** Read by {@link #fill} already. */
  private static Part.Value vocabulary() {
    return (where, value, depth) -> {};
  }

  private Part.Value place() {
    return (where, value, depth) ->
        Parts.require(
            where,
            value,
            value.isInt() && value.intValue() >= 0 && value.intValue() < ids.size(),
            "the place of a piece");
  }

  private static Part.Value list() {
    return (where, value, depth) -> Parts.require(where, value, value.isArray(), "a list");
  }
}
