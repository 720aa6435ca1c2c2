package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.TaskPredictions;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.zoo.EncoderLoader;

/** Trainings whose item tower learns: items in a ring, each followed by the next one. */
class LearnedTextsTest {

  private static final List<String> TEXTS =
      List.of("red", "mug", "set", "of", "a", "b", "c", "d", "e", "the");

  @TempDir Path folder;

  private static Recipe recipe(String... overrides) {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, action: action, text: text}
        examples: {lastOut: true}
        sequence: {kind: hierarchical, maxEvents: 6, padToMultipleOf: 6}
        items: {width: 16, ids: false, frozenEncoder: false}
        sequenceModel: {layers: 1, heads: 2, dropout: 0.0}
        encoder: {model: "%s", learningRate: 1.0e-3, frozenEmbeddings: true, frozenLayers: 1}
        representation: {dropout: 0.0}
        tasks:
          next: {kind: nextItem, label: {nextItem: {}}, dropout: 0.0, negatives: 4, loss: sampledSoftmax}
        training: {learningRate: 2.0e-2, epochs: 3, batchSize: 16, earlyStopping: {patience: 20}}
        evaluation: {bootstrapSamples: 100, batchSize: 32}
        """
            .formatted(PlantedLog.ENCODER),
        "ring.yaml",
        List.of(overrides));
  }

  private static List<BehaviorEvent> ring(int users) {
    Random random = new Random(3);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int item = random.nextInt(TEXTS.size());
      for (int day = 1; day < 8; day++) {
        events.add(
            new BehaviorEvent(
                String.format("u%03d", u),
                "i" + item,
                "view",
                day * 86_400_000L,
                Optional.of(TEXTS.get(item)),
                Optional.empty(),
                Map.of()));
        item = (item + 1) % TEXTS.size();
      }
    }
    return events;
  }

  private static TrainingData data(Recipe recipe, int users) {
    return TrainingData.of(recipe, ring(users), RunListener.NONE);
  }

  private RunOutcome train(Recipe recipe, int users, String name) {
    return new TrainingRun(recipe, new RunFolder(folder.resolve(name)), RunListener.NONE, List.of())
        .train(data(recipe, users));
  }

  private static double[] scores(ModelBundle bundle, TrainingData data) {
    List<TaskPredictions> all =
        bundle
            .inputs()
            .scorer(5)
            .score(
                bundle.model(),
                data.of(Split.TEST).stream().map(bundle.inputs().encoder()::encode).toList());
    double[] values = new double[all.get(0).rows() * 2];
    for (int row = 0; row < all.get(0).rows(); row++) {
      values[2 * row] = all.get(0).at(row, 0);
      values[2 * row + 1] = all.get(0).at(row, 1);
    }
    return values;
  }

  @Test
  void theRingIsLearnedFromTextsThatLearn() {
    var first = train(recipe("training.epochs=20"), 60, "ring").test().get(0).metric("hr@1");
    assertTrue(first.value() > .85, "learned: " + first);
  }

  @Test
  void aBundleScoresAsItsModelDid() {
    Recipe recipe = recipe();
    TrainingData data = data(recipe, 20);
    try (SharedTraining shared = SharedTraining.of(same -> data, RunListener.NONE);
        TrainedModel trained = shared.train(recipe, TrainerListener.NONE)) {
      trained.save(folder.resolve("saved"));
      double[] expected = scores(trained.bundle(), data);
      try (ModelBundle bundle = ModelBundle.load(folder.resolve("saved"))) {
        assertArrayEquals(expected, scores(bundle, data), 1e-6);
        bundle.model().renewItems();
        assertArrayEquals(
            expected, scores(bundle, data), 1e-4, "the encoder is that of the best epoch");
      }
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aKilledRunEndsTheSame() {
    Recipe recipe = recipe("encoder.dropout=0.2");
    RunOutcome expected = train(recipe, 20, "whole");
    RunFolder killed = new RunFolder(folder.resolve("killed"));
    RunListener killer =
        new RunListener() {
          @Override
          public void epochDone(
              RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
            throw new Killed();
          }
        };
    assertThrows(
        Killed.class,
        () -> new TrainingRun(recipe, killed, killer, List.of()).train(data(recipe, 20)));
    RunOutcome resumed = TrainingRun.resume(killed, data(recipe, 20), RunListener.NONE, List.of());
    assertEquals(expected.training(), resumed.training());
  }

  /** By what the encoder has learned, not by what it was. */
  @Test
  void aNewItemIsReadByTheEncoderThatLearned() {
    RunOutcome outcome = train(recipe(), 20, "larger");
    List<ItemCatalog.Item> added =
        List.of(new ItemCatalog.Item("i45", Optional.of(TEXTS.get(4)), Map.of()));
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle());
        ModelBundle larger =
            CatalogAddition.to(
                bundle, added, EncoderLoader.load(PlantedLog.ENCODER, Path.of("")))) {
      var vectors = larger.model().items().orElseThrow().vectors();
      assertEquals(
          0, vectors.getRow(5).sub(vectors.getRow(4)).amaxNumber().doubleValue(), 1e-5, "i45, i4");
      assertEquals(
          0,
          vectors
              .getRow(6)
              .sub(bundle.model().items().orElseThrow().vectors().getRow(5))
              .amaxNumber()
              .doubleValue(),
          1e-6,
          "i5");
      larger.save(folder.resolve("saved"));
      try (ModelBundle saved = ModelBundle.load(folder.resolve("saved"))) {
        assertEquals(vectors, saved.model().items().orElseThrow().vectors());
      }
    }
  }

  @Test
  void anEncoderWithoutALayerThatLearnsIsRefused() {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> train(recipe("encoder.frozenLayers=2"), 12, "refused"));
    assertTrue(
        e.getMessage().startsWith("items.frozenEncoder: false")
            && e.getMessage().contains("encoder.frozenLayers is 2")
            && e.getMessage().contains("freeze fewer"),
        e.getMessage());
  }
}
