package org.taskweave.zoo.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.StrictJson;

/**
 * What a word list alone does not say, with BertTokenizer's defaults.
 *
 * @param lowercase do_lower_case, default true
 * @param stripAccents strip_accents: null, the default, means "where lowercase is true"
 * @param splitChineseCharacters tokenize_chinese_chars, default true
 */
record WordPieceSettings(
    boolean lowercase,
    Boolean stripAccents,
    boolean splitChineseCharacters,
    String padToken,
    String unknownToken,
    String classToken,
    String separatorToken,
    String maskToken) {

  /** The settings of the folder's tokenizer_config.json; the defaults if it has none. */
  static WordPieceSettings read(Path folder) {
    Path file = folder.resolve("tokenizer_config.json");
    ObjectNode json =
        Files.isRegularFile(file) ? StrictJson.read(file) : JsonNodeFactory.instance.objectNode();
    Boolean lowercase = flag(file, json, "do_lower_case", true);
    Boolean splitChinese = flag(file, json, "tokenize_chinese_chars", true);
    return new WordPieceSettings(
        lowercase,
        flag(file, json, "strip_accents", null),
        splitChinese,
        token(file, json, "pad_token", "[PAD]"),
        token(file, json, "unk_token", "[UNK]"),
        token(file, json, "cls_token", "[CLS]"),
        token(file, json, "sep_token", "[SEP]"),
        token(file, json, "mask_token", "[MASK]"));
  }

  private static Boolean flag(Path file, ObjectNode json, String key, Boolean otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw new InvalidInputException(
          file + ": " + key + " is " + node + ", must be true or false");
    }
    return node.booleanValue();
  }

  /** A token is written as text or, with its matching rules, as an object with "content". */
  private static String token(Path file, ObjectNode json, String key, String otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    JsonNode text = node.isObject() ? node.path("content") : node;
    if (!text.isTextual()) {
      throw new InvalidInputException(
          file + ": " + key + " is " + node + ", must be text or an object with \"content\"");
    }
    return text.textValue();
  }
}
