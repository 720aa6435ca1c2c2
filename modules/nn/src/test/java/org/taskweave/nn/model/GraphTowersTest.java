package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.tower.GraphTower;
import org.taskweave.nn.tower.KerasTower;
import org.taskweave.nn.tower.TowerStep;

/** Graphs that SameDiff saves, with the weights of the Keras fixture, whose outputs are known. */
class GraphTowersTest {

  private static final Path FIXTURES = Path.of("src", "test", "resources", "tower");

  @TempDir Path folder;

  /** tanh(relu(x W0 + b0) W1 + b1), saved by SameDiff. */
  private Path saved(DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable values = graph.placeHolder("the_rows", type, -1, 16);
    int layer = 0;
    for (TowerStep step : KerasTower.read(FIXTURES.resolve("tower.h5")).steps()) {
      if (step instanceof TowerStep.Dense dense) {
        SDVariable weights = graph.var("dense_w" + layer, dense.weights().castTo(type).dup('c'));
        INDArray bias = dense.bias().orElseThrow();
        SDVariable added =
            graph.var(
                "dense_b" + layer, bias.castTo(type).dup('c').reshape(new long[] {bias.length()}));
        values = values.mmul(weights).add(added);
        values = layer == 0 ? graph.nn().relu(values, 0) : graph.math().tanh(values);
        layer++;
      }
    }
    values.rename("top");
    Path file = folder.resolve(type + ".fb");
    graph.save(file.toFile(), false);
    return file;
  }

  private static MultiTaskModel model(Path file, boolean frozen, DataType type) {
    return MultiTaskModel.create(
        TowersTest.spec(TowersTest.tasks(file, frozen), 0), TinyBert.encoder(), type);
  }

  private static INDArray tower(MultiTaskModel model) {
    return model.graph().getVertex("click-tower0").params();
  }

  @Test
  void aTowerComputesInsideTheModelWhatItsFileDoes() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FIXTURES.resolve("expected.json").toFile());
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      try (MultiTaskModel model = model(saved(type), true, type)) {
        var vertex = model.graph().getVertex("click-tower0");
        vertex.setInput(
            0,
            TinyBert.matrix(expected.get("inputs")).castTo(type),
            org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
        INDArray actual =
            vertex.doForward(
                false, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
        TowersTest.assertClose(
            TinyBert.matrix(expected.get("tower")), actual, type == DataType.FLOAT ? 1e-5 : 1e-12);
      }
    }
  }

  /**
   * The same weights by the other way: what is above the towers is the same, and learns the same.
   */
  @Test
  void aSavedGraphTrainsAsTheSameKerasTowerDoes() {
    for (boolean frozen : List.of(true, false)) {
      try (MultiTaskModel graph = model(saved(DataType.DOUBLE), frozen, DataType.DOUBLE);
          MultiTaskModel layers = model(withoutDropout(), frozen, DataType.DOUBLE)) {
        layers.graph().getLayer("click").setParams(graph.graph().getLayer("click").params());
        for (String task : List.of("category", "rating")) {
          layers.graph().getLayer(task).setParams(graph.graph().getLayer(task).params());
        }
        INDArray before = tower(graph).dup();
        for (int i = 0; i < 3; i++) {
          StepResult one = new TrainingStep(graph, 1, 3).run(TinyBert.batch(), i, 0);
          StepResult other = new TrainingStep(layers, 1, 3).run(TinyBert.batch(), i, 0);
          assertEquals(other.totalLoss(), one.totalLoss(), 1e-9);
          assertEquals(other.gradientNorm(), one.gradientNorm(), 1e-9);
        }
        if (frozen) {
          assertEquals(before, tower(graph));
          assertEquals(0.0, before.sub(tower(graph)).norm1Number().doubleValue());
        } else {
          assertNotEquals(before, tower(graph));
        }
        // By name: dense_b0, dense_b1, dense_w0, dense_w1.
        Map<String, INDArray> ofGraph = graph.graph().getVertex("click-tower0").paramTable(false);
        TowersTest.assertClose(
            layers.graph().getLayer("click-tower0").getParam("W"), ofGraph.get("p2"), 1e-9);
        TowersTest.assertClose(
            layers.graph().getLayer("click-tower2").getParam("W"), ofGraph.get("p3"), 1e-9);
        TowersTest.assertClose(
            layers.sequenceEncoder().params(), graph.sequenceEncoder().params(), 1e-9);
      }
    }
  }

  /** The fixture's dropout would draw numbers that the graph does not. */
  private Path withoutDropout() {
    return FIXTURES.resolve("certain.h5");
  }

  @Test
  void aSavedModelNeedsTheFileNoLonger() throws IOException {
    for (boolean frozen : List.of(true, false)) {
      Path tower = saved(DataType.FLOAT);
      Path file = folder.resolve(frozen + ".zip");
      try (MultiTaskModel model = model(tower, frozen, DataType.FLOAT)) {
        TrainingStep step = new TrainingStep(model, 1, 3);
        step.run(TinyBert.batch(), 0, 0);
        model.save(file, true);
        Files.delete(tower);
        try (MultiTaskModel restored =
            MultiTaskModel.restore(file, TowersTest.tasks(tower, frozen), true)) {
          assertEquals(model.graph().getConfiguration(), restored.graph().getConfiguration());
          assertArrayEquals(
              model.score(TinyBert.input()).get(0).values(),
              restored.score(TinyBert.input()).get(0).values());
          step.run(TinyBert.batch(), 1, 0);
          new TrainingStep(restored, 1, 3).run(TinyBert.batch(), 1, 0);
          assertEquals(model.graph().params(), restored.graph().params());
          try (ScorerPool pool = new ScorerPool(restored, 1)) {
            assertArrayEquals(
                restored.score(TinyBert.input()).get(0).values(),
                pool.score(TinyBert.input()).get(0).values());
          }
        }
      }
    }
  }

  /** The values are among the model's parameters; they are not in its configuration too. */
  @Test
  void theConfigurationHoldsNoValuesOfVariables() {
    SameDiff large = SameDiff.create();
    large
        .placeHolder("rows", DataType.FLOAT, -1, 16)
        .mmul(large.var("w", Nd4j.rand(DataType.FLOAT, 16, 2000)))
        .mmul(large.var("v", Nd4j.rand(DataType.FLOAT, 2000, 3)));
    Path file = folder.resolve("large.fb");
    large.save(file.toFile(), false);
    try (MultiTaskModel model = model(file, false, DataType.FLOAT)) {
      assertEquals(38_000, tower(model).length());
      assertTrue(model.configurationJson().length() < 100_000);
    }
  }

  @Test
  void whatCannotBeATowerIsRefused() throws IOException {
    assertRefused(
        "has the results [a, b]",
        x -> {
          x.add("a", 1);
          return x.add("b", 2);
        });
    assertRefused(
        "maps an input of the shape [3, 16] to [3]: a tower maps each row to a row",
        x -> x.sum("a", 1));
    assertRefused(
        "has the random operation dropout", x -> x.getSameDiff().nn().dropout("a", x, 0.5));
    assertRefused(
        "reads the placeholders [other, rows]",
        x -> x.add("a", x.getSameDiff().placeHolder("other", DataType.FLOAT, -1, 16)));
    Path text = Files.writeString(folder.resolve("text.fb"), "a,b\n1,2\n");
    assertTrue(refusal(text).contains("text.fb is no saved SameDiff graph"), refusal(text));
    assertTrue(refusal(folder.resolve("absent.fb")).contains("absent.fb is no file"));
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> model(saved(DataType.DOUBLE), false, DataType.FLOAT))
            .getMessage();
    assertTrue(message.contains("computes in DOUBLE, the model in FLOAT"), message);
  }

  private void assertRefused(String reason, UnaryOperator<SDVariable> graph) {
    SameDiff same = SameDiff.create();
    SDVariable unused = graph.apply(same.placeHolder("rows", DataType.FLOAT, -1, 16));
    Path file = folder.resolve("refused.fb");
    same.save(file.toFile(), false);
    assertTrue(refusal(file).contains(reason), refusal(file));
  }

  private static String refusal(Path file) {
    return assertThrows(InvalidInputException.class, () -> GraphTower.read(file)).getMessage();
  }
}
