package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.encoder.EncoderTraining;

/** Saved SameDiff graphs in the encoder's place. */
class AttachedEncoderTest {

  @TempDir Path folder;

  /** tanh(E[ids] * w + U[types] + E[ids] of a second lookup): a state of 4 for each token. */
  private Path states(DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable ids = graph.placeHolder("input_ids", DataType.INT64, -1, -1);
    SDVariable types = graph.placeHolder("token_type_ids", DataType.INT32, -1, -1);
    SDVariable table = graph.var("word_table", Nd4j.randn(type, 64, 4));
    SDVariable typeTable = graph.var("type_table", Nd4j.randn(type, 2, 4));
    SDVariable scale = graph.var("scale", Nd4j.randn(type, new long[] {4}));
    SDVariable first = graph.gather(table, ids, 0).mul(scale);
    SDVariable sum = first.add(graph.gather(typeTable, types, 0));
    graph.math().tanh(sum.add(graph.gather(table, ids, 0)));
    return saved(graph, type + "-states.fb");
  }

  /** mean over real tokens of E[ids], times W, plus b: one vector of 3 for each sequence. */
  private Path pooled(DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable ids = graph.placeHolder("words", DataType.INT32, -1, -1);
    SDVariable mask = graph.placeHolder("attention_mask", type, -1, -1);
    SDVariable table = graph.var("table", Nd4j.randn(type, 64, 4));
    SDVariable weights = graph.var("weights", Nd4j.randn(type, 4, 3));
    SDVariable bias = graph.var("bias", Nd4j.randn(type, new long[] {3}));
    SDVariable real = graph.gather(table, ids, 0).mul(graph.expandDims(mask, 2));
    SDVariable mean = real.sum(1).div(mask.sum(true, 1));
    mean.mmul(weights).add("vector", bias);
    return saved(graph, type + "-pooled.fb");
  }

  private Path saved(SameDiff graph, String name) {
    Path file = folder.resolve(name);
    graph.save(file.toFile(), false);
    return file;
  }

  private static AttachedEncoder read(Path file, boolean frozen, String tokenIds, String output) {
    return AttachedEncoder.read(
        file,
        new AttachedRecipe(
            frozen,
            Optional.ofNullable(tokenIds),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(output)));
  }

  private static ModelSpec.Builder spec(AttachedEncoder encoder, List<TaskSpec> tasks) {
    EncoderSettings settings =
        new EncoderSettings("attached", EncoderRecipe.Pooling.MEAN, 1e-2, EncoderTraining.WHOLE);
    return ModelSpec.builder(encoder.config(), settings, tasks, TinyBert.rule(), 7)
        .channels(AllTasks.CHANNELS);
  }

  private static List<TaskSpec> tasks(boolean perToken) {
    return perToken ? AllTasks.tasks() : AllTasks.tasks().subList(0, 4);
  }

  private static MultiTaskBatch batch(int rows, int length, boolean perToken, boolean masked) {
    MultiTaskBatch all = AllTasks.batch(rows, length, 3, masked);
    return new MultiTaskBatch(
        all.input(), perToken ? all.labels() : all.labels().subList(0, 4), all.exampleIndices());
  }

  private static MultiTaskModel model(AttachedEncoder encoder, boolean perToken, DataType type) {
    assertEquals(perToken, encoder.perToken());
    assertEquals(64, encoder.vocabulary().orElseThrow());
    ModelSpec spec = spec(encoder, tasks(perToken)).userFeatures(AllTasks.USER_FEATURES).build();
    return MultiTaskModel.create(spec, encoder, type);
  }

  private MultiTaskModel model(boolean perToken, boolean frozen, DataType type) {
    return perToken
        ? model(read(states(type), frozen, null, null), true, type)
        : model(read(pooled(type), frozen, "words", null), false, type);
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, false",
    "true, false, true",
    "true, true, true",
    "false, false, true",
    "false, false, false",
    "false, true, false"
  })
  void gradientsAgreeWithCentralDifferences(boolean perToken, boolean frozen, boolean masked) {
    try (MultiTaskModel model = model(perToken, frozen, DataType.DOUBLE)) {
      assertEquals(
          List.of(), GradientCheck.wrongGradients(model, batch(5, 6, perToken, masked), 2, 1e-5));
    }
  }

  @Test
  void theVectorIsWhatTheGraphSays() {
    try (MultiTaskModel model = model(false, true, DataType.DOUBLE)) {
      MultiTaskBatch batch = batch(3, 4, false, false);
      INDArray actual =
          model
              .graph()
              .feedForward(
                  model
                      .arrays()
                      .inputs(
                          model.graph().getConfiguration().getNetworkInputs(),
                          batch.input(),
                          BatchItems.NONE),
                  false)
              .get("encoder");
      // By name: bias, table, weights.
      Map<String, INDArray> values = model.sequenceEncoder().paramTable(false);
      for (int row = 0; row < 3; row++) {
        double[] mean = new double[4];
        int real = 0;
        for (int t = 0; t < 4; t++) {
          if (batch.input().mask()[row * 4 + t] == 1) {
            real++;
            for (int i = 0; i < 4; i++) {
              mean[i] += values.get("p1").getDouble(batch.input().tokenIds()[row * 4 + t], i);
            }
          }
        }
        for (int j = 0; j < 3; j++) {
          double expected = values.get("p0").getDouble(j);
          for (int i = 0; i < 4; i++) {
            expected += mean[i] / real * values.get("p2").getDouble(i, j);
          }
          assertEquals(expected, actual.getDouble(row, j), 1e-9);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void frozenStaysTrainedMovesAndASavedModelNeedsTheFileNoLonger(boolean perToken, boolean frozen)
      throws Exception {
    Path zip = folder.resolve("model.zip");
    try (MultiTaskModel model = model(perToken, frozen, DataType.FLOAT)) {
      INDArray before = model.sequenceEncoder().params().dup();
      TrainingStep step = new TrainingStep(model, 1, 3);
      double first = step.run(batch(5, 6, perToken, true), 0, 0).totalLoss();
      for (int i = 1; i < 15; i++) {
        step.run(batch(5, 6, perToken, true), i, 0);
      }
      assertTrue(step.gradients(batch(5, 6, perToken, true), 15).totalLoss() < first);
      if (frozen) {
        assertEquals(0, before.sub(model.sequenceEncoder().params()).norm1Number().doubleValue());
      } else {
        assertNotEquals(before, model.sequenceEncoder().params());
      }
      model.save(zip, true);
      try (var files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".fb")).toList()) {
          Files.delete(file);
        }
      }
      try (MultiTaskModel restored = MultiTaskModel.restore(zip, tasks(perToken), true);
          ScorerPool pool = new ScorerPool(restored, 1)) {
        var input = batch(4, 7, perToken, true).input();
        for (int k = 0; k < tasks(perToken).size(); k++) {
          float[] expected = model.score(input).get(k).values();
          assertArrayEquals(expected, restored.score(input).get(k).values());
          assertArrayEquals(expected, pool.score(input).get(k).values());
        }
        step.run(batch(5, 6, perToken, true), 15, 0);
        new TrainingStep(restored, 1, 3).run(batch(5, 6, perToken, true), 15, 0);
        assertEquals(model.graph().params(), restored.graph().params());
      }
    }
  }

  /** A real HDF5 file: the values that numpy computed for it, frozen and trained. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aKerasModelComputesWhatItsFileSays(boolean frozen) throws Exception {
    Path fixtures = Path.of("src", "test", "resources", "tower");
    JsonNode expected = new ObjectMapper().readTree(fixtures.resolve("encoders.json").toFile());
    AttachedEncoder encoder = read(fixtures.resolve("pooling.h5"), frozen, null, null);
    try (MultiTaskModel model = model(encoder, false, DataType.FLOAT)) {
      INDArray actual =
          model
              .graph()
              .feedForward(
                  new INDArray[] {
                    TinyBert.matrix(expected.get("ids")).castTo(DataType.INT32),
                    TinyBert.matrix(expected.get("mask")).castTo(DataType.FLOAT),
                    Nd4j.zeros(DataType.FLOAT, 3, AllTasks.USER_FEATURES)
                  },
                  false)
              .get("encoder");
      TowersTest.assertClose(TinyBert.matrix(expected.get("pooling")), actual, 1e-6);
      INDArray before = model.sequenceEncoder().params().dup();
      new TrainingStep(model, 1, 3).run(batch(5, 6, false, true), 0, 0);
      assertEquals(frozen, before.equals(model.sequenceEncoder().params()));
    }
    assertRefused(
        "lstm.h5: layer \"lstm\" (", () -> read(fixtures.resolve("lstm.h5"), frozen, null, null));
    assertRefused(
        "tower.h5: layer \"dense\" (DenseLayer) is the first layer, but an encoder begins with",
        () -> read(fixtures.resolve("tower.h5"), frozen, null, null));
  }

  /** A fixed table is among the parameters, not in the configuration, and does not learn. */
  @Test
  void aLargeConstantIsKeptApartAndStays() {
    SameDiff graph = SameDiff.create();
    SDVariable ids = graph.placeHolder("x", DataType.INT32, -1, -1);
    SDVariable table = graph.constant("table", Nd4j.randn(DataType.FLOAT, 64, 500));
    graph.gather(table, ids, 0).mul(graph.var("scale", Nd4j.rand(DataType.FLOAT, 1, 1, 500)));
    AttachedEncoder encoder = read(saved(graph, "fixed.fb"), false, null, null);
    try (MultiTaskModel model = model(encoder, true, DataType.FLOAT)) {
      assertTrue(model.configurationJson().length() < 60_000);
      Map<String, INDArray> values = model.sequenceEncoder().paramTable(false);
      INDArray scale = values.get("p0").dup();
      INDArray fixed = values.get("p1").dup();
      new TrainingStep(model, 1, 3).run(batch(5, 6, true, false), 0, 0);
      assertEquals(fixed, values.get("p1"));
      assertNotEquals(scale, values.get("p0"));
    }
  }

  @Test
  void whatCannotBeAnEncoderIsRefused() {
    String reads = "reads the placeholders [attention_mask, words], none of which is known";
    assertRefused(reads, () -> read(pooled(DataType.FLOAT), true, null, null));
    assertRefused(
        "has no placeholder \"word\" (encoder.attached.tokenIds); it reads [attention_mask, words]",
        () -> read(pooled(DataType.FLOAT), true, "word", null));
    assertRefused(
        "has no variable \"top\"; what nothing else reads is [vector]",
        () -> read(pooled(DataType.FLOAT), true, "words", "top"));
    assertRefused(
        "reads the placeholders [temperature], for which there is no value",
        () ->
            read(
                true,
                ids ->
                    lookup(ids, 0)
                        .mul(ids.getSameDiff().placeHolder("temperature", DataType.FLOAT))));
    assertRefused(
        "to [2, 5, 4, 1]", () -> read(true, ids -> graph(ids).expandDims(lookup(ids, 0), 3)));
    assertRefused(
        "cannot be differentiated: java.lang.IllegalArgumentException: the operation gather",
        () -> read(false, ids -> lookup(ids, 1)));
    assertRefused(
        "gives one vector for each sequence, but a tokenTagging task needs",
        () -> {
          AttachedEncoder encoder = read(pooled(DataType.FLOAT), true, "words", null);
          MultiTaskModel.create(spec(encoder, AllTasks.tasks()).build(), encoder);
        });
  }

  private static SameDiff graph(SDVariable variable) {
    return variable.getSameDiff();
  }

  /** Looks tokens up in a table, or in its transpose along the second axis. */
  private static SDVariable lookup(SDVariable ids, int axis) {
    SameDiff graph = graph(ids);
    SDVariable rows = graph.var("table", Nd4j.randn(DataType.FLOAT, 64, 4));
    if (axis == 0) {
      return graph.gather(rows, ids, 0);
    }
    return graph.permute(graph.gather(graph.permute(rows, 1, 0), ids, 1), 1, 2, 0);
  }

  private void read(boolean frozen, Function<SDVariable, SDVariable> body) {
    SameDiff graph = SameDiff.create();
    SDVariable unused = body.apply(graph.placeHolder("ids", DataType.INT32, -1, -1));
    read(saved(graph, "refused.fb"), frozen, null, null);
  }

  private static void assertRefused(String reason, org.junit.jupiter.api.function.Executable read) {
    String message = assertThrows(InvalidInputException.class, read).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
