package org.taskweave.zoo.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.TinyBert;

/** Ids are line numbers of the golden vocab.txt, counted from 0. */
class WordPieceTokenizerJsonTest {

  private static final int UNKNOWN = 1;
  private static final int CLASS = 2;
  private static final int SEPARATOR = 3;

  @TempDir Path folder;

  @BeforeEach
  void copyVocabulary() throws IOException {
    Files.copy(TinyBert.folder().resolve("vocab.txt"), folder.resolve("vocab.txt"));
  }

  @Test
  void wordsArePiecesBetweenTheMarks() throws IOException {
    assertIds("the red mugware 手", CLASS, 57, 58, 59, 60, 63, SEPARATOR);
  }

  @Test
  void chineseCharactersAreWordsOfTheirOwn() throws IOException {
    assertIds("手手the", CLASS, 63, 63, 57, SEPARATOR);
  }

  @Test
  void byDefaultCaseAndAccentsAreDropped() throws IOException {
    assertIds("The RÉD", CLASS, 57, 58, SEPARATOR);
  }

  @Test
  void aCasedModelKeepsCaseAndAccents() throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
    assertIds("The réd red", CLASS, UNKNOWN, UNKNOWN, 58, SEPARATOR);
  }

  @Test
  void accentsMayBeKeptInLowerCase() throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"strip_accents\": false}");
    assertIds("RÉD RED", CLASS, UNKNOWN, 58, SEPARATOR);
  }

  @Test
  void chineseCharactersMayStayTogether() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"tokenize_chinese_chars\": false}");
    assertIds("手手 手", CLASS, UNKNOWN, 63, SEPARATOR);
  }

  @Test
  void aPairHasTypeOneFromTheSecondText() throws IOException {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      Encoding encoding = tokenizer.encode("the", "red mug");
      assertArrayEquals(new long[] {CLASS, 57, SEPARATOR, 58, 59, SEPARATOR}, encoding.getIds());
      assertArrayEquals(new long[] {0, 0, 0, 1, 1, 1}, encoding.getTypeIds());
    }
  }

  @Test
  void idsDecodeToText() throws IOException {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      assertEquals("the mugware", tokenizer.decode(new long[] {CLASS, 57, 59, 60, 3}, true));
    }
  }

  @Test
  void specialTokensMayHaveOtherNames() throws IOException {
    Path vocabulary = folder.resolve("vocab.txt");
    Files.writeString(vocabulary, Files.readString(vocabulary).replace("[CLS]", "<s>"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"cls_token\": {\"content\": \"<s>\"}}");
    assertIds("the", CLASS, 57, SEPARATOR);
  }

  @Test
  void missingSpecialTokensAreListed() throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "[UNK]\n[CLS]\nthe\n");
    assertRefused("vocab.txt: has no line [PAD], [SEP];");
  }

  @Test
  void aSettingOfTheWrongKindIsRefused() throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": \"no\"}");
    assertRefused("tokenizer_config.json: do_lower_case is \"no\", must be true or false");
  }

  @Test
  void aListThatIsNotUtf8IsRefused() throws IOException {
    Files.write(folder.resolve("vocab.txt"), new byte[] {'a', (byte) 0xff});
    assertRefused("vocab.txt: is not UTF-8 text");
  }

  @Test
  void anIdBeyondTheEmbeddingsIsRefused() {
    String message =
        assertThrows(InvalidInputException.class, () -> TokenizerFiles.read(folder, 63))
            .getMessage();
    assertTrue(message.contains("token \"手\" has id 63, must be 0 to 62"), message);
  }

  @Test
  void aTokenizerJsonGoesBeforeAWordListAndIsNotChanged() throws IOException {
    String json =
        "{ \"model\": {\"type\":\"WordLevel\", \"unk_token\":\"a\", \"vocab\": {\"a\": 0}},\n"
            + " \"added_tokens\": [] }";
    Files.writeString(folder.resolve("tokenizer.json"), json);
    assertEquals(json, TokenizerFiles.read(folder, 1));
  }

  @Test
  void aJsonsIdBeyondTheEmbeddingsIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        "{\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"a\",\"vocab\":{\"a\":64}}}");
    assertRefused("token \"a\" has id 64, must be 0 to 63");
  }

  @Test
  void aTokenizerWithoutAVocabularyOfIdsIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"), "{\"model\":{\"type\":\"Unigram\",\"vocab\":[]}}");
    assertRefused("model.vocab: must map tokens to ids");
  }

  private void assertIds(String text, long... ids) throws IOException {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      assertArrayEquals(ids, tokenizer.encode(text).getIds());
    }
  }

  private void assertRefused(String part) {
    String message =
        assertThrows(InvalidInputException.class, () -> TokenizerFiles.read(folder, 64))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  private HuggingFaceTokenizer tokenizer() throws IOException {
    byte[] json = TokenizerFiles.read(folder, 64).getBytes(StandardCharsets.UTF_8);
    return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of());
  }
}
