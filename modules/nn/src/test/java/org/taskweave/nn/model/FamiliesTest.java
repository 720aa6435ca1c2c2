package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.zoo.EncoderLoader;

/**
 * Encoder families against values computed by PyTorch in float64 outside this project, and their
 * gradients against central differences.
 */
class FamiliesTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  private static PretrainedEncoder encoder(String family) {
    return EncoderLoader.load("tiny-" + family, GOLDEN);
  }

  private static JsonNode golden(String family) {
    try {
      return new ObjectMapper()
          .readTree(GOLDEN.resolve("tiny-" + family).resolve("forward.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static EncoderSettings recipe(Pooling pooling, int frozenLayers) {
    return new EncoderSettings(
        "tiny", pooling, 1e-3, new EncoderTraining(0, frozenLayers > 0, frozenLayers, 0, false));
  }

  private static MultiTaskModel model(
      PretrainedEncoder encoder, EncoderSettings recipe, DataType type) {
    return AllTasks.model(encoder, recipe, new RepresentationRecipe(0, 0, 0), type);
  }

  /** The fixture's tokens, and more columns of padding that hold any tokens; channels are empty. */
  private static SequenceInput input(JsonNode golden, int padding) {
    int rows = golden.get("input_ids").size();
    int length = golden.get("input_ids").get(0).size();
    int[] ids = widened(TinyBert.ints(golden.get("input_ids")), rows, length, padding, 3);
    int[] mask = widened(TinyBert.ints(golden.get("attention_mask")), rows, length, padding, 0);
    float[] real = new float[mask.length];
    for (int i = 0; i < real.length; i++) {
      real[i] = mask[i];
    }
    return SequenceInput.builder(rows, length + padding, ids, new int[ids.length], real)
        .channels(List.of(new int[ids.length], new int[ids.length]), new float[2 * ids.length])
        .userFeatures(new float[rows * AllTasks.USER_FEATURES])
        .build();
  }

  private static int[] widened(int[] values, int rows, int length, int padding, int filler) {
    int[] wide = new int[rows * (length + padding)];
    Arrays.fill(wide, filler);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * length, wide, row * (length + padding), length);
    }
    return wide;
  }

  private static Map<String, INDArray> forward(MultiTaskModel model, SequenceInput input) {
    return model
        .graph()
        .feedForward(
            model
                .arrays()
                .inputs(
                    model.graph().getConfiguration().getNetworkInputs(), input, BatchItems.NONE),
            false);
  }

  private static JsonNode states(JsonNode golden) {
    return golden.has("hidden_states")
        ? golden.get("hidden_states").get(golden.get("hidden_states").size() - 1)
        : golden.get("last_hidden_state");
  }

  /** Layers frozen or not, and padding that holds tokens, change nothing. */
  @ParameterizedTest
  @CsvSource({
    "roberta, MEAN, mean_pooled, FLOAT, 0, 0",
    "roberta, MEAN, mean_pooled, DOUBLE, 1, 3",
    "distilbert, MEAN, mean_pooled, FLOAT, 0, 0",
    "distilbert, MEAN, mean_pooled, DOUBLE, 2, 3",
    "gpt2, LAST, last_token, FLOAT, 0, 0",
    "gpt2, LAST, last_token, DOUBLE, 1, 3",
    "llama, LAST, last_token, FLOAT, 0, 0",
    "llama, MEAN, mean_pooled, FLOAT, 2, 3",
    "llama, LAST, last_token, DOUBLE, 1, 2",
    "qwen2, LAST, last_token, FLOAT, 0, 1",
    "qwen2, MEAN, mean_pooled, DOUBLE, 0, 0",
  })
  void statesAndPooling(
      String family, Pooling pooling, String pooled, DataType type, int frozen, int padding) {
    JsonNode golden = golden(family);
    double tolerance = type == DataType.FLOAT ? 1e-5 : 5e-7;
    try (MultiTaskModel model = model(encoder(family), recipe(pooling, frozen), type)) {
      Map<String, INDArray> found = forward(model, input(golden, padding));
      JsonNode expected = states(golden);
      for (int b = 0; b < expected.size(); b++) {
        for (int t = 0; t < expected.get(b).size(); t++) {
          for (int h = 0; golden.get("attention_mask").get(b).get(t).asInt() == 1 && h < 16; h++) {
            assertEquals(
                expected.get(b).get(t).get(h).asDouble(),
                found.get(GraphNames.SEQUENCE_ENCODER).getDouble(b, t, h),
                tolerance);
          }
        }
        for (int h = 0; h < 16; h++) {
          assertEquals(
              golden.get(pooled).get(b).get(h).asDouble(),
              found.get(GraphNames.POOLED).getDouble(b, h),
              tolerance);
        }
      }
    }
  }

  /** As {@link AllTasks#batch}, with tokens that the encoder knows, and no token types. */
  private static MultiTaskBatch batch(PretrainedEncoder encoder) {
    MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
    SequenceInput in = batch.input();
    int[] ids = Arrays.stream(in.tokenIds()).map(id -> id % encoder.config().vocabSize()).toArray();
    return new MultiTaskBatch(
        SequenceInput.builder(in.batchSize(), in.length(), ids, new int[ids.length], in.mask())
            .channels(in.categoricalChannels(), in.numericChannels())
            .userFeatures(in.userFeatures())
            .build(),
        batch.labels(),
        batch.exampleIndices());
  }

  /** One value of each of the encoder's arrays. */
  @ParameterizedTest
  @CsvSource({
    "roberta, MEAN, 0",
    "distilbert, LAST, 1",
    "gpt2, LAST, 1",
    "llama, LAST, 0",
    "qwen2, MEAN, 2",
  })
  void gradientsAgreeWithCentralDifferences(String family, Pooling pooling, int frozen) {
    PretrainedEncoder encoder = encoder(family);
    try (MultiTaskModel model = model(encoder, recipe(pooling, frozen), DataType.DOUBLE)) {
      MultiTaskBatch batch = batch(encoder);
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model, step, batch, gradient, 1, 1e-5, name -> name.startsWith("encoder_")));
    }
  }

  /** The kernels' gradients are the plain operations', up to rounding. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama", "qwen2"})
  void kernelsDifferentiateAsPlainOperationsDo(String family) {
    PretrainedEncoder encoder = encoder(family);
    INDArray exact = gradient(encoder, DataType.DOUBLE);
    INDArray fast = gradient(encoder, DataType.FLOAT).castTo(DataType.DOUBLE);
    double largest = exact.amaxNumber().doubleValue();
    assertTrue(largest > 0.1, () -> "gradients of at most " + largest + " say nothing");
    assertEquals(0, exact.sub(fast).amaxNumber().doubleValue(), 1e-5 * largest);
  }

  private static INDArray gradient(PretrainedEncoder encoder, DataType type) {
    try (MultiTaskModel model = model(encoder, recipe(Pooling.LAST, 0), type)) {
      // Channels and heads begin at random: those of both precisions are made equal.
      INDArray values = model.graph().params();
      for (long i = encoder.config().vocabSize(); i < values.length(); i++) {
        values.putScalar(i, Math.round(values.getDouble(i) * 1024) / 1024.0);
      }
      model
          .graph()
          .paramTable()
          .forEach(
              (name, value) -> {
                if (!name.startsWith("encoder_") || name.contains("channels.")) {
                  value.assign(0.25);
                }
              });
      new TrainingStep(model, 0, 1).gradients(batch(encoder), 0);
      return model.graph().getFlattenedGradients().dup();
    }
  }

  @Test
  void theFirstTokenOfADecoderIsNoSummary() {
    PretrainedEncoder encoder = encoder("gpt2");
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> model(encoder, recipe(Pooling.CLS, 0), DataType.FLOAT))
            .getMessage();
    assertEquals(
        "encoder.pooling: cls reads the first token, but in tiny a token sees none after it: set"
            + " pooling: last or mean",
        message);
  }
}
