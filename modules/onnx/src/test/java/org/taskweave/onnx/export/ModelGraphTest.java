package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.SmallModels;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;

/** Every kind of head, at several shapes: the file says what the model says. */
class ModelGraphTest {

  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private static ExportSource source(MultiTaskModel model, boolean channels) {
    return new ExportSource(
        model,
        channels ? SmallModels.CHANNELS : TokenChannels.NONE,
        channels ? List.of("one", "two", "three") : List.of(),
        List.of(
            LabelScale.NONE,
            LabelScale.NONE,
            LabelScale.NONE,
            new LabelScale(7, 2.5),
            LabelScale.NONE));
  }

  private Path write(ExportSource source, ExtraOutputs extra) {
    Path file = folder.resolve("model.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
        .write(
            new ModelGraph(
                    new NetworkExporter(VertexMappers.standard(), OperationMappers.standard()))
                .of(source, extra),
            source.metadata("fp32").properties(),
            file);
    return file;
  }

  /** Of tokens, only real ones count: what stands at padding is undefined. */
  private static void assertSame(
      SequenceInput input, List<TaskScores> expected, List<TaskScores> actual) {
    assertEquals(expected.size(), actual.size());
    for (int k = 0; k < expected.size(); k++) {
      assertEquals(expected.get(k).rows(), actual.get(k).rows());
      assertEquals(expected.get(k).width(), actual.get(k).width());
      boolean perToken = expected.get(k).rows() == input.mask().length && input.length() > 1;
      for (int i = 0; i < expected.get(k).values().length; i++) {
        if (perToken && input.mask()[i / expected.get(k).width()] == 0) {
          continue;
        }
        assertEquals(
            expected.get(k).values()[i], actual.get(k).values()[i], TOLERANCE, "task " + k);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MEAN, false, 0, 0, true",
    "MEAN, true, 0, 6, true",
    "CLS, true, 1, 6, true",
    "CLS, true, 2, 0, true",
    "MEAN, false, 0, 6, false",
  })
  void onnxRuntimeSaysWhatTheModelSays(
      Pooling pooling, boolean frozenEmbeddings, int frozenLayers, int shared, boolean channels) {
    try (MultiTaskModel model =
        SmallModels.model(
            SmallModels.encoder(pooling, frozenEmbeddings, frozenLayers), shared, channels)) {
      Path file = write(source(model, channels), ExtraOutputs.NONE);
      for (boolean optimised : new boolean[] {false, true}) {
        try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, optimised))) {
          scorer.requireModel(model, "the model");
          for (int[] shape : new int[][] {{1, 1}, {3, 7}, {5, 12}}) {
            SequenceInput input = SmallModels.batch(shape[0], shape[1], 3, channels);
            assertSame(input, model.score(input), scorer.score(input));
          }
        }
      }
    }
  }

  /** Every encoder family; ids of the smallest vocabulary, and no token types. */
  @ParameterizedTest
  @CsvSource({
    "roberta, MEAN, 0",
    "distilbert, CLS, 1",
    "gpt2, LAST, 0",
    "llama, LAST, 2",
    "qwen2, MEAN, 1",
  })
  void everyFamilyIsWritten(String family, Pooling pooling, int frozenLayers) {
    try (MultiTaskModel model =
        SmallModels.family(family, SmallModels.encoder(pooling, frozenLayers > 0, frozenLayers))) {
      Path file = write(source(model, true), ExtraOutputs.NONE);
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        for (int[] shape : new int[][] {{1, 1}, {3, 7}, {5, 12}}) {
          SequenceInput random = SmallModels.batch(shape[0], shape[1], 3, true);
          SequenceInput input =
              SequenceInput.builder(
                      random.batchSize(),
                      random.length(),
                      java.util.Arrays.stream(random.tokenIds()).map(id -> id % 30).toArray(),
                      new int[random.tokenIds().length],
                      random.mask())
                  .channels(random.categoricalChannels(), random.numericChannels())
                  .userFeatures(random.userFeatures())
                  .build();
          assertSame(input, model.score(input), scorer.score(input));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, 0, false", "true, false, 16, true", "false, false, 16, true"})
  void aHeadOnATowerIsWrittenToo(boolean keras, boolean frozen, int shared, boolean channels) {
    try (MultiTaskModel model =
        SmallModels.model(
            SmallModels.encoder(Pooling.MEAN, false, 0),
            shared,
            channels,
            SmallModels.tasksOnTower(keras ? SmallModels.kerasTower() : savedGraph(), frozen))) {
      Path file = write(source(model, channels), ExtraOutputs.NONE);
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        SequenceInput input = SmallModels.batch(5, 12, 3, channels);
        assertSame(input, model.score(input), scorer.score(input));
      }
    }
  }

  static Stream<SharingRecipe> architectures() {
    return Stream.of(
        new SharingRecipe.Mmoe(3, 6),
        new SharingRecipe.Ple(1, 2, 1, 5),
        new SharingRecipe.Ple(2, 1, 2, 5),
        new SharingRecipe.CrossStitch(2, 5),
        new SharingRecipe.TaskAttention(2, 2, 4),
        new SharingRecipe.Esmm("binary", "bought"),
        new SharingRecipe.Aitm(List.of("binary", "bought", "kept"), 6, 0.6),
        new SharingRecipe.Star("platform", 2, 6),
        new SharingRecipe.Pepnet("platform", 2, 6));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void everyArchitectureIsWritten(SharingRecipe sharing) {
    for (int shared : new int[] {0, 6}) {
      try (MultiTaskModel model = SmallModels.sharing(sharing, shared)) {
        List<LabelScale> scales = Collections.nCopies(model.tasks().size(), LabelScale.NONE);
        Path file =
            write(
                new ExportSource(
                    model, SmallModels.CHANNELS, List.of("one", "two", "three"), scales),
                ExtraOutputs.NONE);
        try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
          for (int[] shape : new int[][] {{1, 1}, {5, 12}}) {
            SequenceInput input = SmallModels.batch(shape[0], shape[1], 3, true);
            assertSame(input, model.score(input), scorer.score(input));
          }
        }
      }
    }
  }

  /** A saved graph in the encoder's place, states for tokens or one vector. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anAttachedEncoderIsWrittenToo(boolean perToken) {
    AttachedEncoder encoder = AttachedEncoder.read(savedEncoder(perToken), AttachedRecipe.DEFAULT);
    try (MultiTaskModel model =
        SmallModels.attached(encoder, SmallModels.tasks().subList(0, perToken ? 5 : 4))) {
      Path file =
          write(
              new ExportSource(
                  model,
                  SmallModels.CHANNELS,
                  List.of("one", "two", "three"),
                  java.util.Collections.nCopies(model.tasks().size(), LabelScale.NONE)),
              ExtraOutputs.NONE);
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        for (int[] shape : new int[][] {{1, 1}, {3, 7}, {5, 12}}) {
          SequenceInput input = SmallModels.batch(shape[0], shape[1], 3, true);
          assertSame(input, model.score(input), scorer.score(input));
        }
      }
    }
  }

  private Path savedEncoder(boolean perToken) {
    SameDiff graph = SameDiff.create();
    SDVariable ids = graph.placeHolder("input_ids", DataType.INT64, -1, -1);
    SDVariable mask = graph.placeHolder("attention_mask", DataType.FLOAT, -1, -1);
    SDVariable table = graph.var("table", Nd4j.randn(DataType.FLOAT, 64, 8));
    SDVariable real = graph.gather(table, ids, 0).mul(graph.expandDims(mask, 2));
    graph.math().tanh(perToken ? real : real.sum(1));
    Path file = folder.resolve("encoder.fb");
    graph.save(file.toFile(), false);
    return file;
  }

  /** softmax(layerNorm(x W) + b), saved by SameDiff. */
  private Path savedGraph() {
    SameDiff graph = SameDiff.create();
    SDVariable product =
        graph
            .placeHolder("rows", DataType.FLOAT, -1, 16)
            .mmul(graph.var("w_0", Nd4j.randn(DataType.FLOAT, 16, 5)));
    SDVariable gain = graph.var("gain", Nd4j.rand(DataType.FLOAT, new long[] {5}));
    SDVariable bias = graph.var("bias", Nd4j.rand(DataType.FLOAT, new long[] {5}));
    graph.nn().softmax(graph.nn().layerNorm(product, gain, false, 1).add(bias), 1);
    Path file = folder.resolve("tower.fb");
    graph.save(file.toFile(), false);
    return file;
  }

  @Test
  void paddingNeverChangesAPrediction() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 0, false)) {
      Path file = write(source(model, false), ExtraOutputs.NONE);
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        SequenceInput input = SmallModels.batch(1, 4, 5, false);
        int[] ids = new int[9];
        java.util.Arrays.fill(ids, 17);
        System.arraycopy(input.tokenIds(), 0, ids, 0, 4);
        int[] types = java.util.Arrays.copyOf(input.tokenTypeIds(), 9);
        float[] mask = java.util.Arrays.copyOf(input.mask(), 9);
        SequenceInput padded = SequenceInput.builder(1, 9, ids, types, mask).build();
        List<TaskScores> expected = scorer.score(input);
        List<TaskScores> actual = scorer.score(padded);
        for (int k = 0; k < 4; k++) {
          for (int c = 0; c < expected.get(k).width(); c++) {
            assertEquals(expected.get(k).at(0, c), actual.get(k).at(0, c), 2e-6);
          }
        }
      }
    }
  }

  @Test
  void extraOutputsAreWhatTheySay() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 6, true)) {
      Path file = write(source(model, true), new ExtraOutputs(true, true, true));
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        SequenceInput input = SmallModels.batch(3, 7, 3, true);
        Map<String, TaskScores> all =
            scorer.run(
                input,
                Set.of(
                    "binary",
                    "binary.logits",
                    "tagging.logits",
                    "multiclass",
                    "multiclass.logits",
                    "regression",
                    "regression.value"));
        for (int row = 0; row < 3; row++) {
          double logit = all.get("binary.logits").at(row, 0);
          assertEquals(1 / (1 + Math.exp(-logit)), all.get("binary").at(row, 0), 1e-6);
          assertEquals(
              all.get("regression").at(row, 0) * 2.5 + 7,
              all.get("regression.value").at(row, 0),
              1e-5);
          double sum = 0;
          for (int c = 0; c < 3; c++) {
            sum += Math.exp(all.get("multiclass.logits").at(row, c));
          }
          assertEquals(
              Math.exp(all.get("multiclass.logits").at(row, 1)) / sum,
              all.get("multiclass").at(row, 1),
              1e-6);
        }
        assertEquals(21, all.get("tagging.logits").rows());
      }
    }
  }

  /** The head reads the pooled vector alone: logits = pooled * W + b. */
  @Test
  void thePooledVectorIsWhatTheHeadsRead() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 0, false)) {
      Path file = write(source(model, false), new ExtraOutputs(true, false, true));
      INDArray weights = model.graph().getLayer("multiclass").getParam("W");
      INDArray bias = model.graph().getLayer("multiclass").getParam("b");
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        Map<String, TaskScores> outputs =
            scorer.run(SmallModels.batch(3, 7, 3, false), Set.of("multiclass.logits", "pooled"));
        TaskScores pooled = outputs.get("pooled");
        assertEquals(16, pooled.width());
        for (int row = 0; row < 3; row++) {
          for (int c = 0; c < 3; c++) {
            double logit = bias.getDouble(0, c);
            for (int h = 0; h < 16; h++) {
              logit += pooled.at(row, h) * weights.getDouble(h, c);
            }
            assertEquals(logit, outputs.get("multiclass.logits").at(row, c), TOLERANCE);
          }
        }
      }
    }
  }

  @Test
  void metadataTellTheTasks() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 0, true)) {
      Path file = write(source(model, true), ExtraOutputs.NONE);
      try (OnnxScorer scorer = OnnxScorer.open(file)) {
        var task = scorer.metadata().tasks().get(1);
        assertEquals("multiclass", task.name());
        assertEquals("Multiclass", task.kind());
        assertEquals(List.of("a", "b", "c"), task.classes());
        assertEquals(2.5, scorer.metadata().tasks().get(3).deviation());
        assertEquals(List.of("action", "recencyRank"), scorer.metadata().categoricalChannels());
        assertTrue(scorer.metadata().weightsSha256().matches("[0-9a-f]{64}"));
      }
    }
  }
}
