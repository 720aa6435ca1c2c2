package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.Interaction;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.item.MemoryTable;
import org.taskweave.nn.model.ItemModelSpec;
import org.taskweave.nn.model.ItemSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.SequenceModelSettings;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.onnx.SmallModels;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.zoo.EncoderLoader;

/** Models with items' vectors: the file says what the model says. */
class ItemModelGraphTest {

  private static final SequenceModelSettings CAUSAL = SequenceModelSettings.causal(2, 2, .1, 12);

  private static final int ITEMS = 9;

  @TempDir Path folder;

  private static List<TaskSpec> tasks() {
    TaskSpec next =
        new NextItemTask(
            "next",
            new LabelRule.NextItem(Optional.empty(), OptionalDouble.empty()),
            1,
            HeadSpec.ofUser(4, 0.1, 0, Optional.empty()),
            IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList(),
            ItemLoss.SAMPLED_SOFTMAX,
            3,
            .7,
            0,
            SeenItems.KEEP);
    return Stream.concat(
            Stream.of(next),
            SmallModels.tasks().stream().filter(task -> !(task instanceof TokenTaggingTask)))
        .toList();
  }

  /** All of what is learned differs from what it begins as. */
  private static MultiTaskModel model(boolean hierarchical, boolean repeats) {
    return model(repeats, tasks(), hierarchical ? Optional.of(CAUSAL) : Optional.empty());
  }

  private static MultiTaskModel model(
      boolean repeats, List<TaskSpec> tasks, Optional<SequenceModelSettings> history) {
    return model(repeats, tasks, history, Optional.empty());
  }

  private static MultiTaskModel model(
      boolean repeats,
      List<TaskSpec> tasks,
      Optional<SequenceModelSettings> history,
      Optional<List<int[]>> learnedTexts) {
    return model(repeats, tasks, history, learnedTexts, Map.of());
  }

  private static MultiTaskModel model(
      boolean repeats,
      List<TaskSpec> tasks,
      Optional<SequenceModelSettings> history,
      Optional<List<int[]>> learnedTexts,
      Map<String, ItemMemoryTables> memory) {
    PretrainedEncoder encoder =
        EncoderLoader.load(
            "golden/tiny-bert", Path.of("..", "training", "src", "test", "resources"));
    Random random = new Random(4);
    int width = learnedTexts.isPresent() ? encoder.config().hiddenSize() : 6;
    float[] texts = new float[ITEMS * width];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = (float) random.nextGaussian();
    }
    double[] shares = new double[ITEMS];
    Arrays.fill(shares, 1.0 / ITEMS);
    ItemModelSpec.Builder items =
        ItemModelSpec.builder(
                new ItemSettings(8, true, .2, repeats, Optional.empty()),
                new WeightTensor(new long[] {ITEMS, width}, texts))
            .shares(tasks.get(0) instanceof NextItemTask ? Map.of("next", shares) : Map.of())
            .targetColumns(tasks.stream().anyMatch(task -> task.head().readsItem()) ? 1 : 0)
            .learnedTexts(learnedTexts)
            .memory(memory)
            .features(Optional.of(features()));
    history.ifPresent(items::sequenceModel);
    MultiTaskModel model =
        MultiTaskModel.create(
            ModelSpec.builder(
                    encoder.config(),
                    SmallModels.encoder(EncoderRecipe.Pooling.MEAN, false, 0),
                    tasks,
                    new UpdateRule(
                        TrainingRecipe.Optimizer.ADAMW,
                        1e-3,
                        0.01,
                        0,
                        TrainingRecipe.Decay.NONE,
                        5),
                    7)
                .channels(history.isPresent() ? SmallModels.CHANNELS : TokenChannels.NONE)
                .userFeatures(history.isPresent() ? SmallModels.USER_FEATURES : 0)
                .shared(new RepresentationRecipe(0, 0.1, 0))
                .items(items.build())
                .build(),
            encoder);
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              if (name.startsWith("items_ids")
                  || name.startsWith("items_unknown")
                  || name.startsWith("items_projection")
                  || name.contains("channels.")
                  || name.startsWith("next-trust")
                  || name.startsWith("next-memory_ages")
                  || name.startsWith("next-memory_base")
                  || name.startsWith("next-memory_repeat")
                  || name.startsWith("next-scores_bias")
                  || name.startsWith("next-scores_repeat")
                  || name.endsWith("_factors")) {
                for (long i = 0; i < value.length(); i++) {
                  value.putScalar(i, .4 * random.nextGaussian());
                }
              }
            });
    model.items().orElseThrow().parametersChanged();
    assertEquals(DataType.FLOAT, model.graph().params().dataType());
    return model;
  }

  private OnnxScorer written(MultiTaskModel model, boolean hierarchical) {
    return written(model, hierarchical, tasks());
  }

  private OnnxScorer written(MultiTaskModel model, boolean hierarchical, List<TaskSpec> tasks) {
    ExportSource source =
        new ExportSource(
            model,
            hierarchical ? SmallModels.CHANNELS : TokenChannels.NONE,
            hierarchical ? List.of("one", "two", "three") : List.of(),
            tasks.stream().map(task -> LabelScale.NONE).toList());
    Path file = folder.resolve("model.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
        .write(
            new ModelGraph(
                    new NetworkExporter(VertexMappers.standard(), OperationMappers.standard()))
                .of(source, ExtraOutputs.NONE),
            source.metadata("fp32").properties(),
            file);
    return OnnxScorer.open(file);
  }

  /** Two rows of each sequence: its last real event, and one before. */
  private static SequenceInput histories(int rows, int length, long seed) {
    SequenceInput words = SmallModels.batch(rows, length, seed, true);
    int[] items = Arrays.stream(words.tokenIds()).map(id -> id % (ITEMS + 1)).toArray();
    int[] cells = new int[2 * rows];
    for (int b = 0; b < rows; b++) {
      int real = 0;
      while (real < length && words.mask()[b * length + real] != 0) {
        real++;
      }
      cells[2 * b] = b * length + (real - 1) / 2;
      cells[2 * b + 1] = b * length + real - 1;
    }
    float[] user = new float[2 * rows * SmallModels.USER_FEATURES];
    Random random = new Random(seed);
    for (int i = 0; i < user.length; i++) {
      user[i] = (float) random.nextGaussian();
    }
    return SequenceInput.builder(rows, length, items, new int[rows * length], words.mask())
        .channels(words.categoricalChannels(), words.numericChannels())
        .labelRows(cells)
        .userFeatures(user)
        .build();
  }

  private static void assertSame(List<TaskScores> expected, List<TaskScores> actual) {
    for (int k = 0; k < expected.size(); k++) {
      assertEquals(expected.get(k).rows(), actual.get(k).rows());
      assertEquals(expected.get(k).width(), actual.get(k).width());
      assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 1e-5f, "task " + k);
    }
  }

  @Test
  void recurrentLayers() {
    Optional<SequenceModelSettings> recurrent =
        Optional.of(SequenceModelSettings.recurrent(2, .1, 12));
    try (MultiTaskModel model = model(true, tasks(), recurrent);
        OnnxScorer scorer = written(model, true)) {
      for (int[] shape : new int[][] {{1, 1}, {3, 7}, {4, 12}}) {
        SequenceInput input = histories(shape[0], shape[1], 5);
        assertSame(model.score(input), scorer.score(input));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hierarchicalModels(boolean repeats) {
    try (MultiTaskModel model = model(true, repeats);
        OnnxScorer scorer = written(model, true)) {
      assertEquals(
          Set.of(
              "tokenIds",
              "tokenTypeIds",
              "mask",
              "categoricalChannels",
              "numericChannels",
              "labelRows",
              "userFeatures"),
          Set.copyOf(scorer.ports().subList(0, 7)));
      for (SequenceInput batch :
          List.of(histories(5, 7, 1), histories(3, 12, 2), histories(1, 1, 3))) {
        List<TaskScores> expected = model.score(batch);
        assertEquals(2 * batch.batchSize(), expected.get(0).rows());
        assertSame(expected, scorer.score(batch));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void modelsWithMemory(boolean repeats) {
    Random random = new Random(8);
    MemoryTable pairs =
        new MemoryTable(2, random.ints(2 * ITEMS, 0, ITEMS).toArray(), new float[2 * ITEMS]);
    for (int i = 0; i < 2 * ITEMS; i++) {
      pairs.values()[i] = (float) random.nextGaussian();
    }
    pairs.columns()[7] = MemoryTable.NONE;
    MemoryTable own =
        MemoryTable.of(
            IntStream.rangeClosed(0, ITEMS).toArray(),
            IntStream.range(0, ITEMS).toArray(),
            new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    ItemMemoryTables tables =
        new ItemMemoryTables(List.of("pairs", "own"), List.of(pairs, own), List.of());
    try (MultiTaskModel model =
            model(repeats, tasks(), Optional.of(CAUSAL), Optional.empty(), Map.of("next", tables));
        OnnxScorer scorer = written(model, true)) {
      for (SequenceInput batch : List.of(inBaskets(5, 7, 1), inBaskets(3, 12, 2))) {
        List<TaskScores> expected = model.score(batch);
        assertSame(expected, scorer.score(batch));
        assertFalse(
            Arrays.equals(
                model.score(histories(batch.batchSize(), batch.length(), 1)).get(0).values(),
                model.score(inBaskets(batch.batchSize(), batch.length(), 1)).get(0).values()),
            "baskets are read");
      }
    }
  }

  /** The same histories in baskets of three. */
  private static SequenceInput inBaskets(int rows, int length, long seed) {
    SequenceInput alone = histories(rows, length, seed);
    return SequenceInput.builder(rows, length, alone.tokenIds(), alone.tokenTypeIds(), alone.mask())
        .channels(alone.categoricalChannels(), alone.numericChannels())
        .labelRows(alone.labelRows())
        .userFeatures(alone.userFeatures())
        .candidates(alone.candidates())
        .baskets(
            IntStream.range(0, rows * length).map(cell -> cell % length / 3).toArray(),
            new int[rows])
        .build();
  }

  /** The file has the vectors that the encoder made last, and nothing of the encoder. */
  @Test
  void modelsThatLearnTexts() {
    List<int[]> texts =
        IntStream.range(0, ITEMS).mapToObj(i -> new int[] {2, 5 + i, 9 + 2 * i, 3}).toList();
    try (MultiTaskModel model = model(true, tasks(), Optional.of(CAUSAL), Optional.of(texts))) {
      List<TaskScores> stale = model.score(histories(2, 7, 1));
      model.renewItems();
      try (OnnxScorer scorer = written(model, true)) {
        List<TaskScores> expected = model.score(histories(2, 7, 1));
        assertSame(expected, scorer.score(histories(2, 7, 1)));
        assertFalse(
            Arrays.equals(stale.get(0).values(), expected.get(0).values()),
            "the encoder's vectors are not the random ones from before");
        assertFalse(scorer.ports().stream().anyMatch(port -> port.contains("item")));
      }
    }
  }

  private static List<TaskSpec> aboutItems(boolean withNext) {
    TaskSpec rating = rating("rating", Optional.empty());
    return withNext ? List.of(tasks().get(0), rating) : List.of(rating);
  }

  private static TaskSpec rating(String name, Optional<Interaction> interaction) {
    return new RegressionTask(
        name,
        new LabelRule.Value(
            "rating",
            Optional.empty(),
            LabelRule.Aggregate.NEXT,
            LabelRule.Span.NEXT_BASKET,
            false,
            OptionalDouble.empty()),
        1,
        HeadSpec.ofPair(4, 0, interaction),
        Optional.empty());
  }

  /** Every interaction, beside a causal sequence model and where all events are read. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void modelsWithInteractions(boolean causal) {
    List<TaskSpec> tasks =
        new ArrayList<>(
            List.of(
                rating("machine", Optional.of(new Interaction.Fm())),
                rating("crosses", Optional.of(new Interaction.Dcn(2)))));
    if (causal) {
      tasks.add(rating("attends", Optional.of(new Interaction.TargetAttention())));
    }
    sayTheSame(tasks, causal);
  }

  /** Tasks that read user and item, from a causal history and from all other events. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void modelsAboutItems(boolean causal) {
    sayTheSame(aboutItems(causal), causal);
  }

  private void sayTheSame(List<TaskSpec> tasks, boolean causal) {
    SequenceModelSettings sequenceModel =
        causal ? SequenceModelSettings.causal(1, 2, 0, 12) : SequenceModelSettings.others(4, 12);
    try (MultiTaskModel model = model(true, tasks, Optional.of(sequenceModel));
        OnnxScorer scorer = written(model, true, tasks)) {
      assertTrue(scorer.ports().contains("candidateRows"));
      for (SequenceInput batch :
          List.of(histories(5, 7, 1), histories(3, 12, 2), histories(1, 1, 3))) {
        int[] candidates =
            IntStream.range(0, batch.rows()).map(r -> (4 * r + 1) % (ITEMS + 1)).toArray();
        SequenceInput about = batch.toBuilder().candidates(candidates).build();
        assertSame(model.score(about), scorer.score(about));
      }
    }
  }

  /** What a table says of items is part of the file's vectors. */
  private static WeightTensor features() {
    float[] values = new float[ITEMS * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 5 - 2) * .4f;
    }
    return new WeightTensor(new long[] {ITEMS, 3}, values);
  }

  @Test
  void flatModels() {
    try (MultiTaskModel model = model(false, true);
        OnnxScorer scorer = written(model, false)) {
      assertTrue(scorer.ports().subList(0, 3).containsAll(List.of("tokenIds", "mask")));
      for (SequenceInput batch :
          List.of(SmallModels.batch(5, 7, 1, false), SmallModels.batch(3, 12, 2, false))) {
        assertSame(model.score(batch), scorer.score(batch));
      }
    }
  }
}
