package org.taskweave.zoo.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;

/**
 * Writes a tokenizer.json for BERT's WordPiece from a word list, as Hugging Face's BertTokenizer
 * would read it: one token a line, the line's number (from 0) is its id; of a token that comes
 * twice the last id counts.
 */
final class WordPieceTokenizerJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONTINUATION = "##";
  private static final int MAX_CHARACTERS_PER_WORD = 100;

  private final Map<String, Integer> idOfToken;
  private final WordPieceSettings settings;

  private WordPieceTokenizerJson(Map<String, Integer> idOfToken, WordPieceSettings settings) {
    this.idOfToken = idOfToken;
    this.settings = settings;
  }

  /**
   * The JSON text as UTF-8.
   *
   * @throws InvalidInputException if the list is not UTF-8 or lacks special tokens, listing them
   */
  static byte[] write(Path vocabulary, WordPieceSettings settings) throws IOException {
    Map<String, Integer> idOfToken = new LinkedHashMap<>();
    try {
      int id = 0;
      for (String token : Files.readAllLines(vocabulary)) {
        idOfToken.put(token, id++);
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(vocabulary + ": is not UTF-8 text", e);
    }
    WordPieceTokenizerJson writer = new WordPieceTokenizerJson(idOfToken, settings);
    writer.checkSpecialTokens(vocabulary);
    return MAPPER.writeValueAsBytes(writer.tokenizer());
  }

  private void checkSpecialTokens(Path vocabulary) {
    List<String> missing = new ArrayList<>();
    for (String token :
        List.of(
            settings.padToken(),
            settings.unknownToken(),
            settings.classToken(),
            settings.separatorToken())) {
      if (!idOfToken.containsKey(token)) {
        missing.add(token);
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          vocabulary
              + ": has no line "
              + String.join(", ", missing)
              + "; a BERT word list has one token a line, these among them (other names: pad_token,"
              + " unk_token, cls_token, sep_token in tokenizer_config.json)");
    }
  }

  private ObjectNode tokenizer() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", "1.0");
    root.putNull("truncation");
    root.putNull("padding");
    putAddedTokens(root.putArray("added_tokens"));
    ObjectNode normalizer = root.putObject("normalizer");
    normalizer.put("type", "BertNormalizer");
    normalizer.put("clean_text", true);
    normalizer.put("handle_chinese_chars", settings.splitChineseCharacters());
    normalizer.put("strip_accents", settings.stripAccents());
    normalizer.put("lowercase", settings.lowercase());
    root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    putPostProcessor(root.putObject("post_processor"));
    ObjectNode decoder = root.putObject("decoder");
    decoder.put("type", "WordPiece");
    decoder.put("prefix", CONTINUATION);
    decoder.put("cleanup", true);
    ObjectNode model = root.putObject("model");
    model.put("type", "WordPiece");
    model.put("unk_token", settings.unknownToken());
    model.put("continuing_subword_prefix", CONTINUATION);
    model.put("max_input_chars_per_word", MAX_CHARACTERS_PER_WORD);
    ObjectNode vocabulary = model.putObject("vocab");
    idOfToken.forEach(vocabulary::put);
    return root;
  }

  /** Special tokens in the order of their ids; a list without the mask token goes without. */
  private void putAddedTokens(ArrayNode added) {
    Map<Integer, String> specialTokens = new TreeMap<>();
    for (String token :
        List.of(
            settings.padToken(),
            settings.unknownToken(),
            settings.classToken(),
            settings.separatorToken(),
            settings.maskToken())) {
      if (idOfToken.containsKey(token)) {
        specialTokens.put(idOfToken.get(token), token);
      }
    }
    specialTokens.forEach(
        (id, token) -> {
          ObjectNode node = added.addObject();
          node.put("id", id);
          node.put("content", token);
          node.put("single_word", false);
          node.put("lstrip", false);
          node.put("rstrip", false);
          node.put("normalized", false);
          node.put("special", true);
        });
  }

  /** [CLS] A [SEP] for one text, [CLS] A [SEP] B [SEP] for two, B with type 1. */
  private void putPostProcessor(ObjectNode node) {
    node.put("type", "TemplateProcessing");
    ArrayNode single = node.putArray("single");
    ArrayNode pair = node.putArray("pair");
    for (ArrayNode template : List.of(single, pair)) {
      addPiece(template, "SpecialToken", settings.classToken(), 0);
      addPiece(template, "Sequence", "A", 0);
      addPiece(template, "SpecialToken", settings.separatorToken(), 0);
    }
    addPiece(pair, "Sequence", "B", 1);
    addPiece(pair, "SpecialToken", settings.separatorToken(), 1);
    ObjectNode specialTokens = node.putObject("special_tokens");
    for (String token : List.of(settings.classToken(), settings.separatorToken())) {
      ObjectNode special = specialTokens.putObject(token);
      special.put("id", token);
      special.putArray("ids").add(idOfToken.get(token));
      special.putArray("tokens").add(token);
    }
  }

  private static void addPiece(ArrayNode template, String kind, String id, int typeId) {
    template.addObject().putObject(kind).put("id", id).put("type_id", typeId);
  }
}
