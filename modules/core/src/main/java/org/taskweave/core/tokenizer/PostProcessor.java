package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/**
 * What is put around a text's tokens. The native library writes these ids where the ids of tokens
 * stand and never looks whether there are such tokens.
 */
final class PostProcessor {

  private static final int MOST_SPECIAL = 16;

  private final Map<String, Integer> ids;
  private final Part kinds;

  /** For a vocabulary, added tokens included. */
  PostProcessor(Map<String, Integer> ids) {
    this.ids = ids;
    this.kinds =
        Part.named("post_processor")
            .type("BertProcessing", "sep", known(), "cls", known())
            .type(
                "RobertaProcessing",
                "sep",
                known(),
                "cls",
                known(),
                "trim_offsets",
                Parts.FLAG,
                "add_prefix_space",
                Parts.FLAG)
            .type(
                "ByteLevel",
                "add_prefix_space",
                Parts.FLAG,
                "trim_offsets",
                Parts.FLAG,
                "use_regex",
                Parts.FLAG.orAbsent())
            .type(
                "TemplateProcessing",
                "single",
                pieces(Set.of("A")),
                "pair",
                pieces(Set.of("A", "B")),
                "special_tokens",
                special())
            .sequence("processors");
  }

  void check(String where, JsonNode processor) {
    kinds.check(where, processor);
    checkReferences(where, processor);
  }

  /** A token and its id: ["[SEP]", 102]. */
  private Part.Value known() {
    return (where, value, depth) -> {
      boolean pair = value.isArray() && value.size() == 2 && value.get(0).isTextual();
      Parts.require(where, value, pair, "a list of a token and its id");
      requireId(where, value.get(0).textValue(), value.get(1));
    };
  }

  private void requireId(String where, String token, JsonNode id) {
    Integer expected = ids.get(token);
    if (expected == null) {
      throw new InvalidInputException(
          where + ": the token \"" + token + "\" is none of the vocabulary");
    }
    if (!id.isIntegralNumber() || id.longValue() != expected) {
      throw new InvalidInputException(
          where
              + ": the token \""
              + token
              + "\" has the id "
              + id
              + ", in the vocabulary "
              + expected);
    }
  }

  private static Part.Value pieces(Set<String> sequences) {
    return (where, value, depth) -> {
      Parts.require(
          where,
          value,
          value.isArray() && value.size() <= MOST_SPECIAL,
          "a list of at most " + MOST_SPECIAL + " pieces");
      for (int i = 0; i < value.size(); i++) {
        piece(where + "[" + i + "]", value.get(i), sequences);
      }
    };
  }

  private static void piece(String where, JsonNode piece, Set<String> sequences) {
    JsonNode special = piece.path("SpecialToken");
    JsonNode sequence = piece.path("Sequence");
    JsonNode content = special.isObject() ? special : sequence;
    JsonNode type = content.path("type_id");
    boolean named =
        special.isObject()
            ? special.path("id").isTextual() && !special.path("id").textValue().isEmpty()
            : sequences.contains(sequence.path("id").asText());
    Parts.require(
        where,
        piece,
        piece.size() == 1
            && content.size() == 2
            && named
            && type.isInt()
            && (type.intValue() == 0 || type.intValue() == 1),
        "{\"SpecialToken\" or \"Sequence\": {\"id\": a special token or one of "
            + sequences
            + ", \"type_id\": 0 or 1}}");
  }

  private Part.Value special() {
    return (where, value, depth) -> {
      Parts.require(
          where,
          value,
          value.isObject() && value.size() <= MOST_SPECIAL,
          "an object of at most " + MOST_SPECIAL + " special tokens");
      value.fields().forEachRemaining(f -> special(where, f.getKey(), f.getValue()));
    };
  }

  private void special(String where, String name, JsonNode token) {
    JsonNode tokens = token.path("tokens");
    JsonNode tokenIds = token.path("ids");
    Parts.require(
        where + "." + name,
        token,
        token.size() == 3
            && token.path("id").isTextual()
            && token.path("id").textValue().equals(name)
            && !name.isEmpty()
            && tokens.isArray()
            && tokenIds.isArray()
            && tokens.size() == tokenIds.size()
            && !tokens.isEmpty()
            && tokens.size() <= MOST_SPECIAL,
        "{\"id\": \""
            + name
            + "\", \"ids\": [...], \"tokens\": [...]}, as many of the one as of"
            + " the other");
    for (int i = 0; i < tokens.size(); i++) {
      Parts.require(where + "." + name, token, tokens.get(i).isTextual(), "one with text tokens");
      requireId(where + "." + name, tokens.get(i).textValue(), tokenIds.get(i));
    }
  }

  /** Every special token of a template is one of those it describes. */
  private static void checkReferences(String where, JsonNode processor) {
    for (JsonNode part : processor.path("processors")) {
      checkReferences(where, part);
    }
    for (String template : new String[] {"single", "pair"}) {
      for (JsonNode piece : processor.path(template)) {
        JsonNode name = piece.path("SpecialToken").path("id");
        if (name.isTextual() && !processor.path("special_tokens").has(name.textValue())) {
          throw new InvalidInputException(
              where
                  + "."
                  + template
                  + ": has the special token "
                  + name
                  + ", which special_tokens does not describe");
        }
      }
    }
  }
}
