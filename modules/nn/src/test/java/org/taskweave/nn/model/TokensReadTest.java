package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.zoo.EncoderLoader;

/**
 * Where one token of each sequence is read, the last layer computes that one alone, and scores and
 * gradients are those of a model that computes all.
 */
class TokensReadTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  private static MultiTaskModel model(
      String family, EncoderTraining training, Pooling pooling, DataType type, boolean channels) {
    PretrainedEncoder encoder = EncoderLoader.load("tiny-" + family, GOLDEN);
    LabelRule given = new LabelRule.Given("label");
    MultiTaskModel model =
        MultiTaskModel.create(
            ModelSpec.builder(
                    encoder.config(),
                    new EncoderSettings("tiny", pooling, 1e-3, training),
                    List.of(
                        new BinaryTask("click", given, 1, HeadSpec.LINEAR, Optional.empty(), 1),
                        new RegressionTask("spend", given, 1, HeadSpec.LINEAR, Optional.empty())),
                    TinyBert.rule(),
                    7)
                .channels(channels ? AllTasks.CHANNELS : TokenChannels.NONE)
                .build(),
            encoder,
            type);
    Nd4j.getRandom().setSeed(3);
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("encoder_") || name.contains("channels.")) {
                value.assign(Nd4j.randn(type, value.shape()));
              }
              if (name.contains("channels.categorical")) {
                value.getRow(0).assign(0);
              }
            });
    return model;
  }

  /** Five sequences of six tokens at most, of different lengths. */
  private static MultiTaskBatch batch(MultiTaskModel model, boolean channels) {
    MultiTaskBatch all = AllTasks.batch(5, 6, 3, true);
    SequenceInput in = all.input();
    long words = model.sequenceEncoder().paramTable(false).get("embeddings.word").size(0);
    int[] ids = Arrays.stream(in.tokenIds()).map(id -> id % (int) words).toArray();
    SequenceInput.Builder input = SequenceInput.builder(5, 6, ids, new int[ids.length], in.mask());
    if (channels) {
      input.channels(in.categoricalChannels(), in.numericChannels());
    }
    return new MultiTaskBatch(
        input.build(), List.of(all.labels().get(0), all.labels().get(3)), all.exampleIndices());
  }

  private static EncoderTraining training(int frozenLayers, double dropout) {
    return new EncoderTraining(dropout, frozenLayers > 0, frozenLayers, 0, false);
  }

  @ParameterizedTest
  @CsvSource({
    "bert, CLS, FLOAT, 0, 0, true",
    "bert, CLS, FLOAT, 0, .3, true",
    "bert, LAST, FLOAT, 1, 0, true",
    "bert, CLS, FLOAT, 1, 0, false",
    "bert, CLS, FLOAT, 2, 0, true",
    "bert, LAST, DOUBLE, 0, 0, true",
    "bert, CLS, DOUBLE, 2, 0, false",
    "gpt2, LAST, FLOAT, 0, 0, true",
    "gpt2, LAST, DOUBLE, 1, 0, true",
    "gpt2, LAST, FLOAT, 2, 0, true",
    "llama, LAST, FLOAT, 0, .3, true",
    "llama, LAST, DOUBLE, 0, 0, true",
    "qwen2, LAST, FLOAT, 1, 0, false",
  })
  void asWhereAllAreComputed(
      String family, Pooling pooling, DataType type, int frozen, double dropout, boolean channels) {
    try (MultiTaskModel model = model(family, training(frozen, dropout), pooling, type, channels)) {
      MultiTaskBatch batch = batch(model, channels);
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      boolean alone = computesOneToken(model);
      List<TaskScores> scores = model.score(batch.input());
      ((EncoderGraphVertex) model.sequenceEncoder()).giveAllStates();
      step.gradients(batch, 0);
      double tolerance = type == DataType.FLOAT ? 3e-6 : 1e-12;
      INDArray expected = model.graph().getFlattenedGradients();
      double largest = expected.amaxNumber().doubleValue();
      assertTrue(largest > 0.1, () -> "gradients of at most " + largest + " say nothing");
      assertEquals(0, expected.sub(gradient).amaxNumber().doubleValue(), tolerance * largest);
      assertSame(model.score(batch.input()), scores, type == DataType.FLOAT ? 2e-6 : 1e-12);
      if (type == DataType.FLOAT && frozen < 2) {
        assertTrue(alone, "all tokens were computed");
        assertTrue(!computesOneToken(model), "not all tokens were computed");
      }
    }
  }

  private static boolean computesOneToken(MultiTaskModel model) {
    return model.sequenceEncoder().profile(1).stream()
        .anyMatch(line -> line.contains("fused_token_attention"));
  }

  private static void assertSame(
      List<TaskScores> expected, List<TaskScores> actual, double tolerance) {
    for (int task = 0; task < expected.size(); task++) {
      for (int row = 0; row < 5; row++) {
        double known = expected.get(task).at(row, 0);
        assertEquals(known, actual.get(task).at(row, 0), tolerance * Math.max(1, Math.abs(known)));
      }
    }
  }

  /** With frozen layers and without channels nothing below them learns: backward stops there. */
  @ParameterizedTest
  @CsvSource({"bert, CLS, 1, false", "llama, LAST, 0, true"})
  void gradientsAgreeWithCentralDifferences(
      String family, Pooling pooling, int frozen, boolean channels) {
    try (MultiTaskModel model =
        model(family, training(frozen, 0), pooling, DataType.DOUBLE, channels)) {
      MultiTaskBatch batch = batch(model, channels);
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model, step, batch, gradient, 1, 1e-5, name -> name.startsWith("encoder_")));
    }
  }

  /** A sequence model whose histories have one row each reads one event of each. */
  @Test
  void histories() {
    MultiTaskBatch all = ItemModels.batch();
    SequenceInput in = all.input();
    SequenceInput input =
        SequenceInput.builder(3, 5, in.tokenIds(), in.tokenTypeIds(), in.mask())
            .channels(in.categoricalChannels(), in.numericChannels())
            .labelRows(new int[] {4, 7, 10})
            .userFeatures(Arrays.copyOf(in.userFeatures(), 3 * ItemModels.USER_FEATURES))
            .build();
    float[] known = {1, 1, 0};
    MultiTaskBatch batch =
        new MultiTaskBatch(
            input,
            all.labels().stream()
                .map(labels -> new TaskLabels(Arrays.copyOf(labels.values(), 3), known))
                .toList(),
            new int[] {0, 1, 2});
    ModelSpec spec = ItemModels.hierarchical(ItemModels.tasks(ItemLoss.FULL_SOFTMAX), 0, 4);
    try (MultiTaskModel model = ItemModels.model(spec, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      assertTrue(computesOneToken(model));
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      ((EncoderGraphVertex) model.sequenceEncoder()).giveAllStates();
      step.gradients(batch, 0);
      assertTrue(!computesOneToken(model));
      INDArray expected = model.graph().getFlattenedGradients();
      double largest = expected.amaxNumber().doubleValue();
      assertTrue(largest > 0.1, () -> "gradients of at most " + largest + " say nothing");
      assertEquals(0, expected.sub(gradient).amaxNumber().doubleValue(), 3e-6 * largest);
      step.gradients(all, 0);
      assertTrue(!computesOneToken(model), "two rows of a history need two events");
    }
  }
}
