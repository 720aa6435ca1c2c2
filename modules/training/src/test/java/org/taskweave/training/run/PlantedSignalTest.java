package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;

/** A label that the text of the history tells is learned; the same labels shuffled are not. */
class PlantedSignalTest {

  private static final String[] WORDS = {"a b", "c d", "e f", "g h", "i j", "k l"};

  @TempDir Path folder;

  private static Recipe recipe() {
    return RecipeReader.parse(
        """
        seed: 3
        data:
          files: [unused.csv]
          columns:
            {user: user, item: item, timestamp: time, action: action, text: text, attributes: [split, label]}
        examples: {splitColumn: split}
        sequence: {maxTokens: 20, maxEvents: 5, maxTokensPerEvent: 4, template: "{text}", lengthBuckets: 4}
        encoder: {model: src/test/resources/golden/tiny-bert, learningRate: 0.003, dropout: 0}
        tasks:
          planted:
            kind: binary
            label: {given: {attribute: label}}
            learningRate: 0.01
            dropout: 0
        training: {epochs: 8, batchSize: 16, learningRate: 0.01, earlyStopping: {patience: 8}}
        evaluation: {bootstrapSamples: 200}
        """,
        "test",
        List.of());
  }

  /** Users with four events; the label is whether one of them is about "the red mug". */
  private static List<BehaviorEvent> events(boolean shuffled) {
    Random random = new Random(1);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < 600; user++) {
      String split = user < 400 ? "train" : user < 500 ? "dev" : "test";
      boolean positive = random.nextBoolean();
      int at = random.nextInt(4);
      double label = (shuffled ? random.nextBoolean() : positive) ? 1 : 0;
      for (int i = 0; i < 4; i++) {
        String text = positive && i == at ? "the red mug" : WORDS[random.nextInt(WORDS.length)];
        events.add(
            new BehaviorEvent(
                "u" + user,
                text,
                "view",
                1_000_000L * i,
                Optional.of(text),
                Optional.empty(),
                Map.of("split", split, "label", label)));
      }
    }
    return events;
  }

  private MetricResult auc(boolean shuffled) {
    Recipe recipe = recipe();
    RunFolder run = new RunFolder(folder.resolve("run-" + shuffled));
    RunOutcome outcome =
        new TrainingRun(recipe, run, RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, events(shuffled), "none", RunListener.NONE));
    assertTrue(Files.exists(run.evaluationTable()));
    return outcome.test().get(0).metric("auc");
  }

  @Test
  void isLearned() {
    MetricResult auc = auc(false);
    assertEquals(100, auc.labelCount());
    assertTrue(auc.value() > 0.95, () -> "AUC " + auc.value());
  }

  @Test
  void shuffledLabelsFallToChance() {
    MetricResult auc = auc(true);
    assertTrue(
        auc.intervalLow() < 0.5 && auc.intervalHigh() > 0.5,
        () -> auc.intervalLow() + " to " + auc.intervalHigh());
  }
}
