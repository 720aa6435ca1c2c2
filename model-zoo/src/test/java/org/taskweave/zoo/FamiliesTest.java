package org.taskweave.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;

/** Folders of encoder families; what their tokenizers give was worked out outside this project. */
class FamiliesTest {

  private static final Path GOLDEN =
      Path.of("..", "modules", "nn", "src", "test", "resources", "golden");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"roberta, -1", "distilbert, -1", "llama, -1", "qwen2, 27"})
  void tokenizersGiveTheFamilysIds(String family, int start) throws IOException {
    PretrainedEncoder encoder = EncoderLoader.load("tiny-" + family, GOLDEN);
    JsonNode texts =
        new ObjectMapper()
            .readTree(GOLDEN.resolve("tiny-" + family).resolve("forward.json").toFile())
            .get("tokenizer");
    assertEquals(3, texts.size());
    byte[] json = encoder.tokenizerJson().getBytes(StandardCharsets.UTF_8);
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of())) {
      for (JsonNode text : texts) {
        JsonNode ids = text.get("input_ids");
        // Qwen2's tokenizer frames nothing: here a text begins as a document does.
        IntStream first = start < 0 ? IntStream.empty() : IntStream.of(start);
        assertArrayEquals(
            IntStream.concat(first, IntStream.range(0, ids.size()).map(i -> ids.get(i).asInt()))
                .asLongStream()
                .toArray(),
            tokenizer.encode(text.get("text").asText()).getIds());
      }
    }
  }

  @Test
  void whatConfigurationsSay() {
    EncoderConfig roberta = EncoderLoader.load("tiny-roberta", GOLDEN).config();
    assertEquals(12, roberta.maxPositions());
    assertEquals(2, roberta.layout().positionOffset());
    EncoderConfig distilbert = EncoderLoader.load("tiny-distilbert", GOLDEN).config();
    assertEquals(0, distilbert.typeVocabSize());
    assertFalse(distilbert.layout().causal());
    EncoderConfig gpt2 = EncoderLoader.load("tiny-gpt2", GOLDEN).config();
    assertEquals(64, gpt2.intermediateSize());
    assertTrue(gpt2.layout().causal() && gpt2.layout().normBefore());
    EncoderConfig llama = EncoderLoader.load("tiny-llama", GOLDEN).config();
    assertEquals(6, llama.layout().headSize());
    assertEquals(2, llama.layout().keyValueHeads());
    assertEquals(500, llama.layout().rotaryBase());
  }

  private String refused(String family, String from, String to) throws IOException {
    Path golden = GOLDEN.resolve("tiny-" + family);
    for (String name : new String[] {"model.safetensors", "tokenizer.json"}) {
      Files.copy(golden.resolve(name), folder.resolve(name));
    }
    String config = Files.readString(golden.resolve("config.json"));
    assertTrue(config.contains(from), config);
    Files.writeString(folder.resolve("config.json"), config.replace(from, to));
    return assertThrows(
            InvalidInputException.class, () -> EncoderLoader.load(folder.toString(), Path.of("")))
        .getMessage();
  }

  private static void assertContains(String message, String part) {
    assertTrue(message.contains(part), message);
  }

  @Test
  void scaledRotaryPositionsAreRefused() throws IOException {
    assertContains(
        refused(
            "llama",
            "\"rope_theta\": 500.0",
            "\"rope_scaling\": {\"factor\": 8}, \"rope_theta\": 5"),
        "rope_scaling is {\"factor\":8}, but only rotary positions without scaling are supported");
  }

  @Test
  void slidingWindowsAreRefused() throws IOException {
    assertContains(
        refused("qwen2", "\"use_sliding_window\": false", "\"use_sliding_window\": true"),
        "use_sliding_window is true, but attention here sees the whole sequence");
  }

  @Test
  void otherScoresAreRefused() throws IOException {
    assertContains(
        refused("gpt2", "\"n_inner\": null", "\"scale_attn_by_inverse_layer_idx\": true"),
        "scale_attn_by_inverse_layer_idx are supported as GPT-2 has them");
  }

  /** In the file's own names. */
  @Test
  void weightsOfAnotherSizeAreNamedAsInTheFile() throws IOException {
    String message = refused("gpt2", "\"n_inner\": null", "\"n_inner\": 63");
    assertContains(message, "do not fit a GPT-2 model with hidden_size 16");
    assertContains(message, "wrong shape: h.0.mlp.c_fc.weight is [16, 64], must be [16, 63]");
  }

  @Test
  void headsMustDivide() throws IOException {
    assertContains(
        refused("llama", "\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3"),
        "num_attention_heads 4 is not a multiple of num_key_value_heads 3");
  }
}
