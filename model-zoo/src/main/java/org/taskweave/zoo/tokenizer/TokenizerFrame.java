package org.taskweave.zoo.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.StrictJson;

/** The special tokens around a text, as tokenizer.json's post_processor puts them. */
public final class TokenizerFrame {

  private static final String POST_PROCESSOR = "post_processor";
  private static final String TEMPLATE = "TemplateProcessing";

  private TokenizerFrame() {}

  /**
   * The tokenizer with a token at a text's beginning, where it puts none around texts itself;
   * otherwise as it is.
   *
   * @param startToken empty for a family whose tokenizers frame texts
   * @throws InvalidInputException if the tokenizer does not know the token
   */
  public static String of(String tokenizerJson, Optional<String> startToken) {
    if (startToken.isEmpty()) {
      return tokenizerJson;
    }
    ObjectNode json =
        StrictJson.parse("tokenizer.json", tokenizerJson.getBytes(StandardCharsets.UTF_8));
    if (frames(json.path(POST_PROCESSOR))) {
      return tokenizerJson;
    }
    ObjectNode both = json.objectNode().put("type", "Sequence");
    ArrayNode processors = both.putArray("processors");
    if (json.path(POST_PROCESSOR).isObject()) {
      processors.add(json.path(POST_PROCESSOR));
    }
    processors.add(template(json, startToken.get()));
    json.set(POST_PROCESSOR, both);
    return json.toString();
  }

  private static boolean frames(JsonNode processor) {
    for (JsonNode one : processor.path("processors")) {
      if (frames(one)) {
        return true;
      }
    }
    String type = processor.path("type").asText();
    return type.endsWith("Processing");
  }

  private static ObjectNode template(ObjectNode json, String token) {
    int id = id(json, token);
    ObjectNode template = json.objectNode().put("type", TEMPLATE);
    ArrayNode single = template.putArray("single");
    special(single, token, 0);
    sequence(single, "A", 0);
    ArrayNode pair = template.putArray("pair");
    special(pair, token, 0);
    sequence(pair, "A", 0);
    special(pair, token, 1);
    sequence(pair, "B", 1);
    ObjectNode known = template.putObject("special_tokens").putObject(token);
    known.put("id", token);
    known.putArray("ids").add(id);
    known.putArray("tokens").add(token);
    return template;
  }

  private static void special(ArrayNode into, String token, int type) {
    into.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
  }

  private static void sequence(ArrayNode into, String name, int type) {
    into.addObject().putObject("Sequence").put("id", name).put("type_id", type);
  }

  private static int id(ObjectNode json, String token) {
    for (JsonNode added : json.path("added_tokens")) {
      if (added.path("content").asText().equals(token)) {
        return added.path("id").asInt();
      }
    }
    JsonNode known = json.path("model").path("vocab").path(token);
    if (known.isInt()) {
      return known.asInt();
    }
    throw new InvalidInputException(
        "tokenizer.json: does not know the token "
            + token
            + ", with which this family's texts begin. Maybe the tokenizer belongs to another model");
  }
}
