package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.TrainerListener;

/** From a recipe with a saved graph as the encoder to a bundle that needs the graph no longer. */
class AttachedEncoderRunTest {

  private static final List<BehaviorEvent> EVENTS = PlantedLog.events(240, 4);

  @TempDir Path folder;
  private Path graph;

  /** tanh of the sum over real tokens of a 12-wide embedding; a tokenizer beside it. */
  @BeforeEach
  void prepare() throws IOException {
    Files.copy(Path.of(PlantedLog.ENCODER, "vocab.txt"), folder.resolve("vocab.txt"));
    graph = folder.resolve("graph.fb");
    save();
  }

  private void save() {
    Nd4j.getRandom().setSeed(3);
    SameDiff same = SameDiff.create();
    SDVariable ids = same.placeHolder("input_ids", DataType.INT64, -1, -1);
    SDVariable mask = same.placeHolder("attention_mask", DataType.FLOAT, -1, -1);
    SDVariable table = same.var("table", Nd4j.randn(DataType.FLOAT, 64, 12));
    SDVariable real = same.gather(table, ids, 0).mul(same.expandDims(mask, 2));
    same.math().tanh(real.sum(1));
    same.save(graph.toFile(), false);
  }

  private Recipe recipe(boolean frozen) {
    return PlantedLog.recipe(
        PlantedLog.RED, "encoder.model=" + graph, "encoder.attached.frozen=" + frozen);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunLearnsAndItsBundlePredictsTheSame(boolean frozen) throws IOException {
    Recipe recipe = recipe(frozen);
    RunOutcome outcome =
        new TrainingRun(recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, EVENTS, RunListener.NONE));
    double auc = outcome.test().get(0).primary().value();
    assertTrue(auc > (frozen ? 0.8 : 0.9), "AUC " + auc);
    Files.delete(graph);
    try (ModelBundle first = ModelBundle.load(outcome.bundle());
        SharedTraining shared =
            SharedTraining.of(
                asked -> TrainingData.of(asked, EVENTS, RunListener.NONE), RunListener.NONE)) {
      double[] predictions = ChildPrediction.predictions(first);
      Path zip = folder.resolve("again.zip");
      first.save(zip);
      try (ModelBundle second = ModelBundle.load(zip)) {
        assertArrayEquals(predictions, ChildPrediction.predictions(second));
      }
      save();
      try (TrainedModel trained = shared.train(recipe, TrainerListener.NONE)) {
        assertArrayEquals(predictions, ChildPrediction.predictions(trained.bundle()), 1e-6);
      }
    }
  }

  @Test
  void attributesOfEventsAreNotForAnEncoderThatReadsTokensAlone() {
    Recipe recipe =
        PlantedLog.recipe(
            PlantedLog.RED, "encoder.model=" + graph, "features.eventCategorical=[size]");
    String message =
        assertThrows(InvalidInputException.class, () -> LoadedEncoder.of(recipe)).getMessage();
    assertTrue(message.contains("graph.fb reads tokens alone, so features.event"), message);
  }

  @Test
  void aTokenizerMustLieBesideIt() throws IOException {
    Files.delete(folder.resolve("vocab.txt"));
    String message =
        assertThrows(InvalidInputException.class, () -> LoadedEncoder.of(recipe(true)))
            .getMessage();
    assertTrue(message.contains("has neither tokenizer.json nor vocab.txt"), message);
  }
}
