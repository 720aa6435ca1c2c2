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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TowerSpec;
import org.taskweave.nn.tower.KerasTower;

/** The fixture's numbers were computed by numpy in float64; see make_tower.py beside it. */
class TowersTest {

  private static final Path FIXTURES = Path.of("src", "test", "resources", "tower");

  @TempDir Path folder;

  /** The golden fixture's tasks, "click" on a tower; tiny-bert's width is the tower's, 16. */
  static List<TaskSpec> tasks(Path file, boolean frozen) {
    BinaryTask click = (BinaryTask) TinyBert.tasks().get(0);
    HeadSpec head =
        new HeadSpec(
            0,
            0,
            0.01,
            Optional.of(1e-2),
            Optional.of(new TowerSpec(file.toString(), frozen)),
            HeadSpec.Reads.USER,
            Optional.empty());
    List<TaskSpec> tasks = new ArrayList<>(TinyBert.tasks());
    tasks.set(
        0,
        new BinaryTask(
            click.name(), click.label(), 1, head, Optional.empty(), click.positiveWeight()));
    return tasks;
  }

  static ModelSpec spec(List<TaskSpec> tasks, int sharedHidden) {
    return ModelSpec.builder(TinyBert.CONFIG, TinyBert.encoderSettings(), tasks, TinyBert.rule(), 7)
        .shared(new RepresentationRecipe(sharedHidden, 0, 0))
        .build();
  }

  private static MultiTaskModel model(Path file, boolean frozen, DataType type) {
    return MultiTaskModel.create(spec(tasks(file, frozen), 0), TinyBert.encoder(), type);
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(FIXTURES.resolve("expected.json").toFile());
  }

  /** Runs the tower's layers of a model one after the other. */
  private static INDArray throughTower(ComputationGraph graph, INDArray rows, int layers) {
    INDArray values = rows;
    for (int i = 0; i < layers; i++) {
      if (graph.getVertex("click-tower" + i) != null) {
        values =
            graph
                .getLayer("click-tower" + i)
                .activate(
                    values,
                    false,
                    org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
      }
    }
    return values;
  }

  static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape());
    double apart =
        Transforms.abs(expected.sub(actual.castTo(DataType.DOUBLE))).maxNumber().doubleValue();
    assertTrue(apart <= tolerance, "apart by " + apart);
  }

  @Test
  void aTowerComputesInsideTheModelWhatItsFileDoes() throws IOException {
    JsonNode expected = expected();
    for (boolean frozen : List.of(true, false)) {
      for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
        try (MultiTaskModel model = model(FIXTURES.resolve("tower.h5"), frozen, type)) {
          INDArray rows = TinyBert.matrix(expected.get("inputs")).castTo(type);
          assertClose(
              TinyBert.matrix(expected.get("tower")),
              throughTower(model.graph(), rows, 4),
              type == DataType.FLOAT ? 1e-5 : 1e-12);
        }
      }
    }
  }

  @Test
  void everyActivationThatIsTakenIsThatOfKeras() throws IOException {
    JsonNode expected = expected();
    try (MultiTaskModel model = model(FIXTURES.resolve("activations.h5"), false, DataType.DOUBLE)) {
      INDArray rows = TinyBert.matrix(expected.get("inputs"));
      assertClose(
          TinyBert.matrix(expected.get("activations")),
          throughTower(model.graph(), rows, 13),
          1e-7);
    }
  }

  /** The head's score is sigmoid(w tower(pooled) + b). */
  @Test
  void theTowerLiesBetweenTheSharedRepresentationAndTheOutput() {
    try (MultiTaskModel model = model(FIXTURES.resolve("tower.h5"), true, DataType.FLOAT)) {
      TaskScores scores = model.score(TinyBert.input()).get(0);
      INDArray pooled =
          model
              .graph()
              .feedForward(
                  model
                      .arrays()
                      .inputs(
                          model.graph().getConfiguration().getNetworkInputs(),
                          TinyBert.input(),
                          BatchItems.NONE),
                  false)
              .get("pooled")
              .dup();
      INDArray top = throughTower(model.graph(), pooled, 4);
      INDArray w = model.graph().getLayer("click").getParam("W");
      assertArrayEquals(new long[] {6, 1}, w.shape());
      INDArray byHand =
          Transforms.sigmoid(
              top.mmul(w).addi(model.graph().getLayer("click").getParam("b").getDouble(0)));
      for (int row = 0; row < 4; row++) {
        assertEquals(byHand.getDouble(row), scores.at(row, 0), 1e-6);
      }
    }
  }

  @Test
  void aFrozenTowerStaysToTheBitAndATrainedOneMoves() {
    for (boolean frozen : List.of(true, false)) {
      try (MultiTaskModel model = model(FIXTURES.resolve("tower.h5"), frozen, DataType.FLOAT)) {
        List<INDArray> before = towerParameters(model.graph());
        INDArray outputBefore = model.graph().getLayer("click").getParam("W").dup();
        INDArray encoderBefore = model.sequenceEncoder().params().dup();
        TrainingStep step = new TrainingStep(model, 1, 3);
        for (int i = 0; i < 3; i++) {
          step.run(TinyBert.batch(), i, 0);
        }
        List<INDArray> after = towerParameters(model.graph());
        assertEquals(4, after.size());
        for (int i = 0; i < after.size(); i++) {
          if (frozen) {
            assertEquals(
                0.0, after.get(i).sub(before.get(i)).norm1Number().doubleValue(), "parameter " + i);
          } else {
            assertNotEquals(before.get(i), after.get(i));
          }
        }
        assertNotEquals(outputBefore, model.graph().getLayer("click").getParam("W"));
        assertNotEquals(encoderBefore, model.sequenceEncoder().params());
      }
    }
  }

  private static List<INDArray> towerParameters(ComputationGraph graph) {
    List<INDArray> parameters = new ArrayList<>();
    for (int i : List.of(0, 2)) {
      graph
          .getLayer("click-tower" + i)
          .paramTable(false)
          .values()
          .forEach(p -> parameters.add(p.dup()));
    }
    return parameters;
  }

  /** What lies under a frozen tower learns through it: compared with central differences. */
  @Test
  void theGradientGoesThroughAFrozenTower() {
    try (MultiTaskModel model = model(FIXTURES.resolve("tower.h5"), true, DataType.DOUBLE)) {
      TrainingStep step = new TrainingStep(model, 0, 3);
      step.gradients(TinyBert.batch(), 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      INDArray parameters = model.graph().params();
      long encoder = model.sequenceEncoder().params().length();
      int compared = 0;
      for (long at = encoder / 2; at < encoder; at += encoder / 40) {
        double value = parameters.getDouble(at);
        parameters.putScalar(at, value + 1e-5);
        double above = step.gradients(TinyBert.batch(), 0).totalLoss();
        parameters.putScalar(at, value - 1e-5);
        double below = step.gradients(TinyBert.batch(), 0).totalLoss();
        parameters.putScalar(at, value);
        double numeric = (above - below) / 2e-5;
        assertEquals(numeric, gradient.getDouble(at), 1e-6 + 1e-4 * Math.abs(numeric));
        compared++;
      }
      assertTrue(compared >= 20);
    }
  }

  @Test
  void aSavedModelNeedsTheFileNoLonger() throws IOException {
    for (boolean frozen : List.of(true, false)) {
      Path tower = folder.resolve(frozen + ".h5");
      Files.copy(FIXTURES.resolve("tower.h5"), tower);
      Path saved = folder.resolve(frozen + ".zip");
      try (MultiTaskModel model = model(tower, frozen, DataType.FLOAT)) {
        TrainingStep step = new TrainingStep(model, 1, 3);
        step.run(TinyBert.batch(), 0, 0);
        model.save(saved, true);
        Files.delete(tower);
        try (MultiTaskModel restored = MultiTaskModel.restore(saved, tasks(tower, frozen), true)) {
          for (int task = 0; task < 3; task++) {
            assertArrayEquals(
                model.score(TinyBert.input()).get(task).values(),
                restored.score(TinyBert.input()).get(task).values());
          }
          step.run(TinyBert.batch(), 1, 0);
          new TrainingStep(restored, 1, 3).run(TinyBert.batch(), 1, 0);
          assertEquals(model.graph().params(), restored.graph().params());
        }
      }
    }
  }

  @Test
  void aTowerOfAnotherWidthIsRefused() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    MultiTaskModel.create(
                        spec(tasks(FIXTURES.resolve("tower.h5"), false), 10), TinyBert.encoder()))
            .getMessage();
    assertTrue(message.startsWith("tasks.click.tower: "), message);
    assertTrue(
        message.endsWith(
            "tower.h5 reads rows of 16 numbers, the representation below it has 10: set"
                + " representation.hidden to 16, or give a tower of that width"),
        message);
  }

  @Test
  void whatCannotBeATowerIsRefusedByName() throws IOException {
    assertTrue(
        refusal(FIXTURES.resolve("repeating.h5")).contains("layer \"repeat\" (RepeatVector)"));
    assertTrue(
        refusal(FIXTURES.resolve("bounded.h5")).contains("layer \"re_lu\" (ActivationLayer) has"));
    assertTrue(
        refusal(FIXTURES.resolve("gelu.h5"))
            .contains("can be read: Unknown Keras activation function gelu. Save a"));
    assertTrue(refusal(folder.resolve("absent.h5")).contains("absent.h5 is no file"));
    Path text = Files.writeString(folder.resolve("text.h5"), "a,b\n1,2\n");
    assertTrue(refusal(text).contains("text.h5 is not HDF5"));
    byte[] whole = Files.readAllBytes(FIXTURES.resolve("tower.h5"));
    Path cut = folder.resolve("cut.h5");
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 3));
    assertTrue(refusal(cut).contains("cut.h5 is no sequential Keras model that can be read"));
  }

  private static String refusal(Path file) {
    return assertThrows(InvalidInputException.class, () -> KerasTower.read(file)).getMessage();
  }
}
