package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.optimize.RowUpdater;

/** Models whose items' texts are read by an encoder that learns: the golden one. */
class ItemTowerTest {

  /** Of 8 tokens and fewer, and of more: two chunks. One text is twice there, one is empty. */
  private static final List<int[]> TEXTS =
      List.of(
          new int[] {2, 11, 12, 3},
          new int[] {2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 3},
          new int[] {2, 11, 12, 3},
          new int[] {2, 3},
          new int[] {2, 40, 41, 42, 43, 44, 45, 46, 47, 3},
          new int[] {2, 60, 11, 50, 3});

  @TempDir Path folder;

  private static EncoderSettings encoder(
      int frozenLayers, double dropout, boolean lazy, Pooling pooling, int megabytes) {
    return new EncoderSettings(
        "tiny",
        pooling,
        1e-3,
        new EncoderTraining(dropout, frozenLayers > 0, frozenLayers, megabytes, lazy));
  }

  private static EncoderSettings encoder(int frozenLayers) {
    return encoder(frozenLayers, 0, false, Pooling.MEAN, 0);
  }

  /** What the pretrained encoder makes of each text alone [R,16]. */
  private static WeightTensor vectors(List<int[]> texts, Pooling pooling) {
    float[] values = new float[16 * texts.size()];
    try (TextEncoder reader = new TextEncoder(TinyBert.encoder(), pooling)) {
      for (int i = 0; i < texts.size(); i++) {
        int length = texts.get(i).length;
        float[] mask = new float[length];
        Arrays.fill(mask, 1);
        SequenceInput alone =
            SequenceInput.builder(1, length, texts.get(i), new int[length], mask).build();
        System.arraycopy(reader.encode(alone), 0, values, 16 * i, 16);
      }
    }
    return new WeightTensor(new long[] {texts.size(), 16}, values);
  }

  private static ModelSpec spec(ItemLoss loss, EncoderSettings encoder, boolean learned) {
    return ItemModels.hierarchical(
        ItemModels.tasks(loss),
        encoder,
        vectors(TEXTS, encoder.pooling()),
        learned ? Optional.of(TEXTS) : Optional.empty());
  }

  private static MultiTaskModel model(
      ItemLoss loss, EncoderSettings encoder, boolean learned, DataType type) {
    return ItemModels.model(spec(loss, encoder, learned), type);
  }

  /** A model that learns masked events. */
  private static MultiTaskModel masked(boolean learned) {
    ModelSpec causal = spec(ItemLoss.IN_BATCH, encoder(1), learned);
    ItemModelSpec items = causal.items().orElseThrow();
    return ItemModels.model(
        causal.toBuilder()
            .items(
                items.toBuilder().sequenceModel(SequenceModelSettings.masked(2, 2, .5, 8)).build())
            .build(),
        DataType.DOUBLE);
  }

  private static MultiTaskModel learning(ItemLoss loss, EncoderSettings encoder, DataType type) {
    return model(loss, encoder, true, type);
  }

  private static List<TaskScores> scores(MultiTaskModel model) {
    return model.score(ItemModels.batch().input());
  }

  private static void assertScores(
      List<TaskScores> expected, List<TaskScores> actual, float tolerance) {
    for (int k = 0; k < expected.size(); k++) {
      assertArrayEquals(expected.get(k).values(), actual.get(k).values(), tolerance);
    }
  }

  private static double difference(List<TaskScores> one, List<TaskScores> other) {
    double most = 0;
    for (int k = 0; k < one.size(); k++) {
      for (int i = 0; i < one.get(k).values().length; i++) {
        most = Math.max(most, Math.abs(one.get(k).values()[i] - other.get(k).values()[i]));
      }
    }
    return most;
  }

  private static Map<String, INDArray> copies(MultiTaskModel model) {
    Map<String, INDArray> copies = new TreeMap<>();
    model.graph().paramTable().forEach((name, value) -> copies.put(name, value.dup()));
    return copies;
  }

  @ParameterizedTest
  @CsvSource({
    "FULL_SOFTMAX, 0, 0, MEAN",
    "SAMPLED_SOFTMAX, 1, 0, MEAN",
    "IN_BATCH, 1, 0.3, MEAN",
    "BPR, 0, 0.3, CLS"
  })
  void gradientsInDouble(ItemLoss loss, int frozenLayers, double dropout, Pooling pooling) {
    EncoderSettings encoder = encoder(frozenLayers, dropout, false, pooling, 0);
    try (MultiTaskModel model = learning(loss, encoder, DataType.DOUBLE)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(ItemModels.batch(1), 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model,
              step,
              ItemModels.batch(1),
              gradient,
              1,
              1e-5,
              name -> name.startsWith("item")));
      for (String name : List.of("layer0.attention.qkv.weight", "layer1.attention.qkv.weight")) {
        double norm =
            model
                .graph()
                .gradient()
                .gradientForVariable()
                .get("itemTexts_" + name)
                .norm2Number()
                .doubleValue();
        assertEquals(
            frozenLayers == 0 || name.startsWith("layer1"),
            norm > 1e-5,
            "the gradient of " + name + " is " + norm);
      }
    }
  }

  /** Rows of the words' gradient that is kept apart are those of the whole table's. */
  @Test
  void theWordsOfAllChunksLearn() {
    EncoderSettings lazy = encoder(0, 0, true, Pooling.MEAN, 0);
    try (MultiTaskModel one = learning(ItemLoss.FULL_SOFTMAX, encoder(0), DataType.DOUBLE);
        MultiTaskModel other = learning(ItemLoss.FULL_SOFTMAX, lazy, DataType.DOUBLE)) {
      double norm = new TrainingStep(one, 0, 1).gradients(ItemModels.batch(1), 0).gradientNorm();
      assertEquals(
          norm,
          new TrainingStep(other, 0, 1).gradients(ItemModels.batch(1), 0).gradientNorm(),
          1e-9 * norm);
      RowUpdater words = other.wordUpdater().orElseThrow();
      INDArray dense =
          one.graph().gradient().gradientForVariable().get("itemTexts_embeddings.word");
      assertTrue(words.rows().length > 20, "words of short and of long texts");
      for (int i = 0; i < words.rows().length; i++) {
        assertEquals(
            0,
            dense
                .getRow(words.rows()[i])
                .sub(words.gradient().getRow(i))
                .norm2Number()
                .doubleValue(),
            1e-12);
      }
      INDArray before = other.graph().paramTable().get("itemTexts_embeddings.word").dup();
      new TrainingStep(other, 0, 1).run(ItemModels.batch(1), 0, 0);
      INDArray moved = other.graph().paramTable().get("itemTexts_embeddings.word").sub(before);
      assertTrue(moved.getRow(29).amaxNumber().doubleValue() > 0, "a word of the longest text");
      assertEquals(0, moved.getRow(30).amaxNumber().doubleValue(), "a word of none");
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void beforeTheFirstStepScoresAreThoseOfFixedTexts(Pooling pooling) {
    EncoderSettings encoder = encoder(1, .3, false, pooling, 0);
    try (MultiTaskModel fixed = model(ItemLoss.IN_BATCH, encoder, false, DataType.FLOAT);
        MultiTaskModel learning = learning(ItemLoss.IN_BATCH, encoder, DataType.FLOAT)) {
      List<TaskScores> expected = scores(fixed);
      assertScores(expected, scores(learning), 0);
      learning.renewItems();
      assertScores(expected, scores(learning), 2e-5f);
      assertTrue(fixed.itemTexts().isEmpty(), "fixed texts have no encoder in the model");
    }
  }

  /** The mask is no item and has no text. */
  @Test
  void maskedEventsWithTextsThatLearn() {
    try (MultiTaskModel fixed = masked(false);
        MultiTaskModel learning = masked(true)) {
      TrainingStep step = new TrainingStep(learning, 0, 1);
      assertEquals(
          new TrainingStep(fixed, 0, 1).gradients(ItemModels.batch(1), 0).totalLoss(),
          step.gradients(ItemModels.batch(1), 0).totalLoss(),
          1e-5);
      INDArray gradient = learning.graph().getFlattenedGradients().dup();
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              learning,
              step,
              ItemModels.batch(1),
              gradient,
              3,
              1e-5,
              name -> name.startsWith("itemTexts_layer1.output")));
    }
  }

  /** The loss of the first step, too: in training the texts are read anew. */
  @Test
  void beforeTheFirstStepTheLossIsThatOfFixedTexts() {
    try (MultiTaskModel fixed =
            model(ItemLoss.SAMPLED_SOFTMAX, encoder(1), false, DataType.DOUBLE);
        MultiTaskModel learning = learning(ItemLoss.SAMPLED_SOFTMAX, encoder(1), DataType.DOUBLE)) {
      assertEquals(
          new TrainingStep(fixed, 0, 1).gradients(ItemModels.batch(1), 0).totalLoss(),
          new TrainingStep(learning, 0, 1).gradients(ItemModels.batch(1), 0).totalLoss(),
          1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "1, false"})
  void trainingMovesWhatLearnsAlone(int frozenLayers, boolean lazy) {
    EncoderSettings encoder = encoder(frozenLayers, .1, lazy, Pooling.MEAN, 1);
    try (MultiTaskModel model = learning(ItemLoss.FULL_SOFTMAX, encoder, DataType.FLOAT)) {
      model.itemTexts().orElseThrow().storeFrozenStates();
      Map<String, INDArray> before = copies(model);
      TrainingStep step = new TrainingStep(model, 1, 1);
      step.run(ItemModels.batch(), 0, 0);
      step.run(ItemModels.batch(), 1, 0);
      model
          .graph()
          .paramTable()
          .forEach(
              (name, value) -> {
                boolean fixed =
                    name.contains("texts.")
                        || name.equals("items_texts")
                        || name.contains("shares")
                        || (frozenLayers > 0
                            && (name.startsWith("itemTexts_embeddings")
                                || name.startsWith("itemTexts_layer0.")));
                assertTrue(
                    value.sub(before.get(name)).amaxNumber().doubleValue() > 0 != fixed,
                    name + (fixed ? " moved" : " stayed"));
              });
    }
  }

  /** The frozen layers' outputs are the same whether they were stored or not. */
  @Test
  void storedFrozenLayersChangeNothing() {
    EncoderSettings stored = encoder(1, 0, false, Pooling.MEAN, 1);
    try (MultiTaskModel one = learning(ItemLoss.IN_BATCH, encoder(1), DataType.FLOAT);
        MultiTaskModel other = learning(ItemLoss.IN_BATCH, stored, DataType.FLOAT)) {
      other.itemTexts().orElseThrow().storeFrozenStates();
      for (int i = 0; i < 3; i++) {
        assertEquals(
            new TrainingStep(one, 1, 1).run(ItemModels.batch(), i, 0).totalLoss(),
            new TrainingStep(other, 1, 1).run(ItemModels.batch(), i, 0).totalLoss(),
            1e-6);
      }
    }
  }

  /** Scores follow the encoder when the vectors are made anew, and come back from a file. */
  @Test
  void whatWasLearnedIsScoredAndSaved() {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = learning(ItemLoss.IN_BATCH, encoder(0), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 1);
      for (int i = 0; i < 20; i++) {
        step.run(ItemModels.batch(), i, 0);
      }
      List<TaskScores> stale = scores(model);
      model.renewItems();
      List<TaskScores> expected = scores(model);
      assertTrue(difference(stale, expected) > 1e-4, "the texts' vectors moved");
      model.save(file, false);
      try (MultiTaskModel restored = MultiTaskModel.restore(file, model.tasks(), false);
          ScorerPool pool = new ScorerPool(restored, 1)) {
        assertScores(expected, scores(restored), 0);
        assertScores(expected, pool.score(ItemModels.batch().input()), 0);
        assertArrayEquals(
            model.encodeTexts(TEXTS).values(), restored.encodeTexts(TEXTS).values(), 1e-6f);
        restored.renewItems();
        assertScores(expected, scores(restored), 1e-5f);
      }
    }
  }

  /** A resumed training goes on as it would have, the words' own updater included. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trainingGoesOnFromAFile(boolean lazy) {
    Path file = folder.resolve("model.zip");
    EncoderSettings encoder = encoder(0, 0, lazy, Pooling.MEAN, 0);
    try (MultiTaskModel model = learning(ItemLoss.BPR, encoder, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 1);
      step.run(ItemModels.batch(), 0, 0);
      step.run(ItemModels.batch(), 1, 0);
      model.save(file, true);
      step.run(ItemModels.batch(), 2, 0);
      model.renewItems();
      try (MultiTaskModel resumed = MultiTaskModel.restore(file, model.tasks(), true)) {
        new TrainingStep(resumed, 1, 1).run(ItemModels.batch(), 2, 0);
        resumed.renewItems();
        assertScores(scores(model), scores(resumed), 1e-5f);
      }
    }
  }

  /** A text's vector is the same alone and among longer ones, in whatever order. */
  @ParameterizedTest
  @EnumSource(Pooling.class)
  void paddingChangesNoVector(Pooling pooling) {
    EncoderSettings encoder = encoder(1, 0, false, pooling, 0);
    try (MultiTaskModel model = learning(ItemLoss.IN_BATCH, encoder, DataType.FLOAT)) {
      float[] expected = vectors(TEXTS, pooling).values();
      assertArrayEquals(expected, model.encodeTexts(TEXTS).values(), 1e-5f);
      for (int i = 0; i < TEXTS.size(); i++) {
        assertArrayEquals(
            Arrays.copyOfRange(expected, 16 * i, 16 * (i + 1)),
            model.encodeTexts(List.of(TEXTS.get(i))).values(),
            1e-5f);
      }
    }
  }

  /** New items come between the known ones, and one has a longer text than any before. */
  @Test
  void newItemsAreReadByTheEncoderThatLearned() {
    int[] longer = {2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 3};
    int[] same = TEXTS.get(4);
    List<int[]> added = List.of(longer, same);
    int[] rows = {0, 1, -1, 2, 3, 4, 5, -1};
    try (MultiTaskModel model = learning(ItemLoss.IN_BATCH, encoder(1), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 1);
      for (int i = 0; i < 5; i++) {
        step.run(ItemModels.batch(), i, 0);
      }
      model.renewItems();
      INDArray before = model.items().orElseThrow().vectors().dup();
      List<TaskSpec> tasks = ItemModels.tasks(ItemLoss.IN_BATCH);
      try (MultiTaskModel larger = model.withItems(tasks, rows, model.encodeTexts(added), added)) {
        for (int pass = 0; pass < 2; pass++) {
          INDArray vectors = larger.items().orElseThrow().vectors();
          for (int i = 0; i < rows.length; i++) {
            if (rows[i] >= 0) {
              assertEquals(
                  0,
                  vectors.getRow(i).sub(before.getRow(rows[i])).amaxNumber().doubleValue(),
                  1e-5);
            }
          }
          INDArray own = model.graph().paramTable().get("items_ids").getRow(4);
          assertEquals(
              0,
              vectors.getRow(7).sub(before.getRow(4).sub(own)).amaxNumber().doubleValue(),
              1e-5,
              "the same text without a vector of its own");
          larger.renewItems();
        }
      }
    }
  }

  @Test
  void aFlatModelHasNoTower() {
    ItemModelSpec items =
        ItemModels.hierarchical(
                ItemModels.tasks(ItemLoss.BPR),
                encoder(0),
                vectors(TEXTS, Pooling.MEAN),
                Optional.empty())
            .items()
            .orElseThrow();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ItemModelSpec.builder(items.settings(), items.texts())
                .shares(items.shares())
                .learnedTexts(Optional.of(TEXTS))
                .build());
  }
}
