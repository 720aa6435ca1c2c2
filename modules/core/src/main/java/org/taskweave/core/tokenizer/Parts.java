package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The normalizers, pre-tokenizers and decoders that tokenizers of language models have. */
final class Parts {

  private static final int LONGEST_TEXT = 64;

  /**
   * The regular expressions of published tokenizers (GPT-2, Llama 3, Qwen 2). Others are refused: a
   * library that goes back over its steps can take for ever on a text.
   */
  private static final Set<String> KNOWN_PATTERNS =
      Set.of(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

  static final Part.Value FLAG =
      (where, value, depth) -> require(where, value, value.isBoolean(), "true or false");

  static final Part.Value TEXT =
      (where, value, depth) ->
          require(
              where,
              value,
              value.isTextual() && value.textValue().length() <= LONGEST_TEXT,
              "a text of at most " + LONGEST_TEXT + " letters");

  private static final Part.Value LETTER =
      (where, value, depth) ->
          require(
              where,
              value,
              value.isTextual()
                  && value.textValue().codePointCount(0, value.textValue().length()) == 1,
              "one letter");

  private static final Part.Value FEW =
      (where, value, depth) ->
          require(
              where,
              value,
              value.isInt() && value.intValue() >= 0 && value.intValue() <= LONGEST_TEXT,
              "a number from 0 to " + LONGEST_TEXT);

  private static final Part.Value PATTERN =
      (where, value, depth) -> {
        JsonNode text = value.path("String");
        JsonNode expression = value.path("Regex");
        boolean plain =
            text.isTextual()
                && !text.textValue().isEmpty()
                && text.textValue().length() <= LONGEST_TEXT;
        boolean known = expression.isTextual() && KNOWN_PATTERNS.contains(expression.textValue());
        require(
            where,
            value,
            value.size() == 1 && (plain || known),
            "{\"String\": text of 1 to "
                + LONGEST_TEXT
                + " letters}, or the regular expression of GPT-2, Llama 3 or Qwen 2");
      };

  private static final Part.Value CHARACTER_MAP =
      (where, value, depth) -> {
        require(where, value, value.isTextual(), "a text in base64");
        CharacterMap.check(where, value.textValue());
      };

  private static final Part.Value BEHAVIOR =
      oneOf("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

  private static final Object[] BYTE_LEVEL = {
    "add_prefix_space", FLAG, "trim_offsets", FLAG, "use_regex", FLAG.orAbsent()
  };

  private static final Object[] METASPACE = {
    "replacement", LETTER,
    "str_rep", LETTER.orAbsent(),
    "add_prefix_space", FLAG.orAbsent(),
    "prepend_scheme", oneOf("first", "never", "always").orAbsent(),
    "split", FLAG.orAbsent()
  };

  static final Part NORMALIZERS =
      Part.named("normalizer")
          .type(
              "BertNormalizer",
              "clean_text",
              FLAG,
              "handle_chinese_chars",
              FLAG,
              "strip_accents",
              FLAG.orAbsent(),
              "lowercase",
              FLAG)
          .type("Lowercase")
          .type("NFC")
          .type("NFD")
          .type("NFKC")
          .type("NFKD")
          .type("StripAccents")
          .type("Strip", "strip_left", FLAG, "strip_right", FLAG)
          .type("Replace", "pattern", PATTERN, "content", TEXT)
          .type("Prepend", "prepend", TEXT)
          .type("Precompiled", "precompiled_charsmap", CHARACTER_MAP)
          .sequence("normalizers");

  static final Part PRE_TOKENIZERS =
      Part.named("pre_tokenizer")
          .type("BertPreTokenizer")
          .type("Whitespace")
          .type("WhitespaceSplit")
          .type("UnicodeScripts")
          .type("ByteLevel", BYTE_LEVEL)
          .type("Digits", "individual_digits", FLAG)
          .type("Punctuation", "behavior", BEHAVIOR.orAbsent())
          .type("Split", "pattern", PATTERN, "behavior", BEHAVIOR, "invert", FLAG)
          .type("CharDelimiterSplit", "delimiter", LETTER)
          .type("Metaspace", METASPACE)
          .sequence("pretokenizers");

  /** Nothing here makes texts of tokens; a decoder tells whether the file is whole. */
  static final Part DECODERS =
      Part.named("decoder")
          .type("WordPiece", "prefix", TEXT, "cleanup", FLAG)
          .type("ByteLevel", BYTE_LEVEL)
          .type("BPEDecoder", "suffix", TEXT)
          .type("Metaspace", METASPACE)
          .type("ByteFallback")
          .type("Fuse")
          .type("Strip", "content", LETTER, "start", FEW, "stop", FEW)
          .type("Replace", "pattern", PATTERN, "content", TEXT)
          .sequence("decoders");

  private Parts() {}

  private static Part.Value oneOf(String... values) {
    Set<String> known = Set.of(values);
    return (where, value, depth) ->
        require(where, value, known.contains(value.asText()), "one of " + known);
  }

  static void require(String where, JsonNode value, boolean holds, String rule) {
    if (!holds) {
      throw Part.refusal(where, value, rule);
    }
  }
}
