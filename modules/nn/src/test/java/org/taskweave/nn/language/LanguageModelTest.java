package org.taskweave.nn.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.taskweave.core.encoder.LanguageHead;
import org.taskweave.core.encoder.PretrainedLanguageModel;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.nn.optimize.FlatUpdater;
import org.taskweave.zoo.LanguageModelFolder;

/**
 * Losses of language models against values computed by PyTorch in float64 outside this project, and
 * gradients against those and central differences.
 */
class LanguageModelTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final int CHUNK = 4;

  private static PretrainedLanguageModel origin(String family) {
    return LanguageModelFolder.load("tiny-" + family, GOLDEN);
  }

  private static JsonNode json(String folder, String file) {
    try {
      return new ObjectMapper().readTree(GOLDEN.resolve(folder).resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] doubles(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .flatMapToDouble(child -> java.util.Arrays.stream(doubles(child)))
            .toArray()
        : new double[] {node.asDouble()};
  }

  private static int[] ints(JsonNode node) {
    return java.util.Arrays.stream(doubles(node)).mapToInt(x -> (int) x).toArray();
  }

  private static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The masked language model of the fixture: its head is in the JSON file. */
  private static PretrainedLanguageModel bert() {
    Map<String, String> names =
        Map.of(
            "head.dense.weight", "transform.dense.weight",
            "head.dense.bias", "transform.dense.bias",
            "head.LayerNorm.weight", "transform.LayerNorm.weight",
            "head.LayerNorm.bias", "transform.LayerNorm.bias",
            "head.bias", "bias");
    PretrainedLanguageModel plain = origin("bert");
    Map<String, WeightTensor> weights = new java.util.HashMap<>();
    plain
        .head()
        .shapes(plain.encoder().config())
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new WeightTensor(
                        shape,
                        floats(
                            json("tiny-bert", "mlm.json")
                                .get("head")
                                .get("cls.predictions." + names.get(name))))));
    return new PretrainedLanguageModel(
        plain.encoder(), new LanguageHead(true, true, weights), plain.configJson());
  }

  private static LanguageBatch bertBatch() {
    JsonNode golden = json("tiny-bert", "mlm.json");
    return batch(
        golden,
        ints(golden.get("input_ids")),
        ints(golden.get("token_type_ids")),
        ints(golden.get("labels")));
  }

  private static LanguageBatch gptBatch() {
    JsonNode golden = json("tiny-gpt2", "forward.json");
    int[] ids = ints(golden.get("input_ids"));
    int[] mask = ints(golden.get("attention_mask"));
    int length = golden.get("input_ids").get(0).size();
    int[] next = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      next[i] = i % length + 1 < length && mask[i + 1] == 1 ? ids[i + 1] : -100;
    }
    return batch(golden, ids, new int[ids.length], next);
  }

  private static LanguageBatch batch(JsonNode golden, int[] ids, int[] types, int[] labels) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != -100) {
        positions.add(i);
      }
    }
    int[] at = positions.stream().mapToInt(Integer::intValue).toArray();
    int rows = golden.get("attention_mask").size();
    return new LanguageBatch(
        rows,
        ids.length / rows,
        ids,
        types,
        floats(golden.get("attention_mask")),
        at,
        java.util.Arrays.stream(at).map(i -> labels[i]).toArray());
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 4", "DOUBLE, 64", "FLOAT, 4", "FLOAT, 256"})
  void lossAndGradientOfBert(DataType type, int chunk) {
    JsonNode golden = json("tiny-bert", "mlm.json");
    double tolerance = type == DataType.DOUBLE ? 1e-6 : 2e-5;
    try (LanguageModel model = new LanguageModel(bert(), 0, 1, type, chunk)) {
      assertEquals(golden.get("loss").asDouble(), model.gradients(bertBatch()), tolerance / 2);
      assertEquals(6 * golden.get("loss").asDouble(), model.loss(bertBatch()), 6 * tolerance);
      double squares = 0;
      for (JsonNode norm : golden.get("grad_norm")) {
        squares += norm.asDouble() * norm.asDouble();
      }
      INDArray gradient = model.gradientVector();
      assertEquals(Math.sqrt(squares), gradient.norm2Number().doubleValue(), 10 * tolerance);
      double[] words = doubles(golden.get("grad").get("embeddings.word_embeddings.weight"));
      double[] bias = doubles(golden.get("grad").get("cls.predictions.bias"));
      for (int i = 0; i < words.length; i++) {
        assertEquals(words[i], gradient.getDouble(i), tolerance);
      }
      for (int i = 0; i < bias.length; i++) {
        assertEquals(bias[i], gradient.getDouble(gradient.length() - bias.length + i), tolerance);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 4", "FLOAT, 256"})
  void lossAndGradientOfGpt2(DataType type, int chunk) {
    JsonNode golden = json("tiny-gpt2", "lm.json");
    double tolerance = type == DataType.DOUBLE ? 1e-6 : 2e-5;
    LanguageBatch batch = gptBatch();
    assertEquals(golden.get("lm_pairs").asInt(), batch.guesses());
    try (LanguageModel model = new LanguageModel(origin("gpt2"), 0, 1, type, chunk)) {
      assertEquals(golden.get("lm_loss").asDouble(), model.gradients(batch), tolerance / 2);
      double squares = 0;
      for (JsonNode norm : golden.get("grad_norm")) {
        squares += norm.asDouble() * norm.asDouble();
      }
      INDArray gradient = model.gradientVector();
      assertEquals(Math.sqrt(squares), gradient.norm2Number().doubleValue(), 10 * tolerance);
      double[] words = doubles(golden.get("grad").get("wte.weight"));
      for (int i = 0; i < words.length; i++) {
        assertEquals(words[i], gradient.getDouble(i), tolerance);
      }
    }
  }

  @Test
  void fiveStepsOfAdamW() {
    requireLosses(bert(), bertBatch(), json("tiny-bert", "mlm.json").get("adamw").get("losses"));
    requireLosses(
        origin("gpt2"), gptBatch(), json("tiny-gpt2", "lm.json").get("adamw").get("losses"));
  }

  private static void requireLosses(
      PretrainedLanguageModel origin, LanguageBatch batch, JsonNode expected) {
    try (LanguageModel model = new LanguageModel(origin, 0, 1, DataType.DOUBLE, CHUNK)) {
      FlatUpdater updater =
          new FlatUpdater(model.parameters(), new Adam(1e-3), List.of(new WeightDecay(0.01, true)));
      for (int step = 0; step < expected.size(); step++) {
        // DL4J adds Adam's epsilon before the second moment's correction, PyTorch after it.
        double tolerance = step == 0 ? 1e-6 : 2e-5;
        assertEquals(expected.get(step).asDouble(), model.gradients(batch), tolerance);
        updater.update(model.gradientVector(), step, 0);
      }
    }
  }

  /** Decoders with a matrix of their own and without, encoders with a fresh head. */
  @ParameterizedTest
  @CsvSource({
    "llama, false, false",
    "qwen2, false, true",
    "gpt2, false, true",
    "roberta, true, true",
    "distilbert, true, true"
  })
  void gradientsAgreeWithCentralDifferences(String family, boolean transformed, boolean tied) {
    PretrainedLanguageModel origin = origin(family);
    assertEquals(transformed, origin.head().transformed());
    assertEquals(tied, origin.head().tied());
    JsonNode golden = json("tiny-" + family, "forward.json");
    int[] ids = ints(golden.get("input_ids"));
    int[] mask = ints(golden.get("attention_mask"));
    int[] labels = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boolean guessed = mask[i] == 1 && i % 3 != 1;
      labels[i] = guessed ? (ids[i] + 5 * i) % origin.encoder().config().vocabSize() : -100;
    }
    LanguageBatch batch = batch(golden, ids, new int[ids.length], labels);
    try (LanguageModel model = new LanguageModel(origin, 0, 1, DataType.DOUBLE, CHUNK)) {
      INDArray values = model.parameters();
      if (transformed) {
        INDArray noise = Nd4j.randn(DataType.DOUBLE, values.shape()).muli(0.05);
        values.addi(noise);
      }
      model.gradients(batch);
      INDArray gradient = model.gradientVector().dup();
      double largest = gradient.amaxNumber().doubleValue();
      assertTrue(largest > 0.05, () -> "gradients of at most " + largest + " say nothing");
      for (long i = 0; i < values.length(); i += 17) {
        double value = values.getDouble(i);
        values.putScalar(i, value + 1e-5);
        double above = model.loss(batch);
        values.putScalar(i, value - 1e-5);
        double below = model.loss(batch);
        values.putScalar(i, value);
        double slope = (above - below) / 2e-5 / batch.guesses();
        long place = i;
        assertEquals(slope, gradient.getDouble(i), 1e-6, () -> family + " at " + place);
      }
    }
  }

  /** What is written is read again: by this reader, to the same losses. */
  @ParameterizedTest
  @CsvSource({"bert", "roberta", "distilbert", "gpt2", "llama", "qwen2"})
  void aWrittenFolderIsReadAgain(String family, @org.junit.jupiter.api.io.TempDir Path folder) {
    PretrainedLanguageModel origin = family.equals("bert") ? bert() : origin(family);
    JsonNode golden = json("tiny-" + family, "forward.json");
    int[] ids = ints(golden.get("input_ids"));
    LanguageBatch batch = batch(golden, ids, new int[ids.length], ids);
    try (LanguageModel model = new LanguageModel(origin, 0, 1, DataType.FLOAT, CHUNK)) {
      model.gradients(batch);
      model.parameters().subi(model.gradientVector().muli(0.1));
      LanguageModelFolder.write(folder, model.trained("written"));
      PretrainedLanguageModel again = LanguageModelFolder.load(folder.toString(), Path.of(""));
      assertEquals(origin.encoder().config(), again.encoder().config());
      assertEquals(origin.encoder().weights().keySet(), again.encoder().weights().keySet());
      try (LanguageModel other = new LanguageModel(again, 0, 2, DataType.FLOAT, CHUNK)) {
        assertEquals(model.parameters(), other.parameters());
        assertEquals(model.loss(batch), other.loss(batch));
      }
    }
  }
}
