package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.JsonPlace;

/**
 * A tokenizer.json that was read strictly: known parts only, complete, with ids that exist, and
 * texts that cannot grow without end.
 *
 * @param json what the native library is to read: the file without its decoder, padding and
 *     truncation, which nothing here uses
 * @param greatestId of all ids that it can give
 * @param greatestToken the token with that id
 */
public record TokenizerFile(byte[] json, int greatestId, String greatestToken) {

  private static final int MOST_BYTES = 64 << 20;

  private static final Set<String> FIELDS =
      Set.of(
          "version",
          "truncation",
          "padding",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
  }

  /**
   * Reads a file's content.
   *
   * @param place what to call the file in errors
   * @throws InvalidInputException naming the part that is damaged or unknown
   */
  public static TokenizerFile parse(String place, String content) {
    if (content.length() > MOST_BYTES) {
      throw new InvalidInputException(
          place + ": has more than " + MOST_BYTES + " letters, which no tokenizer has");
    }
    try {
      if (!(JSON.readTree(content) instanceof ObjectNode root)) {
        throw new InvalidInputException(place + ": must hold one JSON object {...}");
      }
      requireTexts(place, root, StandardCharsets.UTF_8.newEncoder());
      check(place, root);
      Map<String, Integer> ids =
          Vocabulary.read(place, root.path("model"), root.path("added_tokens"));
      new PostProcessor(ids).check(place + ": post_processor", root.path("post_processor"));
      root.putNull("decoder").putNull("padding").putNull("truncation");
      Map.Entry<String, Integer> greatest =
          Collections.max(ids.entrySet(), Map.Entry.comparingByValue());
      return new TokenizerFile(
          JSON.writeValueAsBytes(root), greatest.getValue(), greatest.getKey());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": is not valid JSON: " + e.getOriginalMessage() + JsonPlace.of(e), e);
    }
  }

  private static void check(String place, ObjectNode root) {
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw new InvalidInputException(place + ": has the unknown field \"" + name + "\"");
              }
            });
    Parts.require(
        place + ": version",
        root.path("version"),
        !root.has("version") || root.path("version").asText().equals("1.0"),
        "\"1.0\"");
    requireObjectOrNull(place + ": truncation", root.path("truncation"));
    requireObjectOrNull(place + ": padding", root.path("padding"));
    Parts.NORMALIZERS.check(place + ": normalizer", root.path("normalizer"));
    Growth.requireBounded(place + ": normalizer", root.path("normalizer"));
    Parts.PRE_TOKENIZERS.check(place + ": pre_tokenizer", root.path("pre_tokenizer"));
    Parts.DECODERS.check(place + ": decoder", root.path("decoder"));
  }

  /** JSON can write half a character, which no text in UTF-8 has. */
  private static void requireTexts(String place, JsonNode node, CharsetEncoder encoder) {
    if (node.isTextual() && !encoder.canEncode(node.textValue())) {
      throw new InvalidInputException(
          place + ": " + node + " is not valid JSON text: half a letter");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!encoder.canEncode(name)) {
                throw new InvalidInputException(
                    place + ": \"" + name + "\" is not valid JSON text: half a letter");
              }
            });
    node.forEach(child -> requireTexts(place, child, encoder));
  }

  private static void requireObjectOrNull(String where, JsonNode value) {
    Parts.require(
        where,
        value,
        value.isObject() || value.isNull() || value.isMissingNode(),
        "an object or null");
  }
}
