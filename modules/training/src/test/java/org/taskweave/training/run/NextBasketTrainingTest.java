package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;

/** Baskets of two items in a ring: {0,1}, {2,3}, ..., {22,23}, {0,1}. */
class NextBasketTrainingTest {

  private static final int BASKETS = 12;
  private static final List<String> WORDS = List.of("red", "mug", "set", "of", "a", "b");

  @TempDir Path folder;

  private static Recipe recipe(boolean memory) {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, action: action, text: text, basket: b}
        examples: {lastOut: true}
        sequence: {kind: hierarchical, maxEvents: 18, padToMultipleOf: 6}
        items: {width: 16, memory: %s}
        sequenceModel: {layers: 1, heads: 2, dropout: 0.0}
        encoder: {model: "%s"}
        representation: {dropout: 0.0}
        tasks:
          basket: {kind: nextBasket, label: {nextBasket: {}}, dropout: 0.0}
        training: {learningRate: 2.0e-2, epochs: 12, batchSize: 16, earlyStopping: {patience: 12}}
        evaluation: {bootstrapSamples: 100, batchSize: 32}
        """
            .formatted(memory, PlantedLog.ENCODER),
        "ring.yaml",
        List.of());
  }

  private static List<BehaviorEvent> log() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < 48; u++) {
      for (int day = 1; day < 10; day++) {
        for (int place = 0; place < 2; place++) {
          int item = 2 * ((u + day) % BASKETS) + place;
          events.add(
              new BehaviorEvent(
                  String.format("u%02d", u),
                  String.format("i%02d", item),
                  "buy",
                  day * 86_400_000L,
                  Optional.of(WORDS.get(item % 6) + " " + WORDS.get(item / 6)),
                  Optional.of("u" + u + "-" + day),
                  Map.of()));
        }
      }
    }
    return events;
  }

  private TaskEvaluation test(boolean memory) {
    Recipe recipe = recipe(memory);
    return new TrainingRun(
            recipe, new RunFolder(folder.resolve("memory-" + memory)), RunListener.NONE, List.of())
        .train(TrainingData.of(recipe, log(), RunListener.NONE))
        .test()
        .get(0);
  }

  /** No basket of these users repeats, and popularity tells nothing. */
  @Test
  void whatIsInTheNextBasketIsLearned() {
    for (boolean memory : new boolean[] {false, true}) {
      TaskEvaluation evaluation = test(memory);
      assertEquals("recall@10", evaluation.primaryMetric());
      assertEquals(48, evaluation.metric("recall@5").labelCount());
      assertTrue(evaluation.metric("recall@5").value() > .9, evaluation.toString());
      assertTrue(evaluation.metric("ndcg@5").value() > .85, evaluation.toString());
      assertTrue(evaluation.metric("recall@5").trivialBaseline() < .6, "popularity");
      assertEquals(
          evaluation.metric("recall@5").value(),
          evaluation.metrics().stream()
              .filter(metric -> metric.name().equals("exploreRecall@10"))
              .findFirst()
              .orElseThrow()
              .value(),
          .1);
      List<String> rules = evaluation.rules().stream().map(rule -> rule.rule()).toList();
      assertTrue(rules.stream().anyMatch(rule -> rule.startsWith("TIFU-kNN")), rules.toString());
      assertTrue(rules.stream().anyMatch(rule -> rule.startsWith("own freq")), rules.toString());
      assertTrue(evaluation.rules().get(0).values().containsKey("repeatRecall@10"));
    }
  }
}
