package org.taskweave.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Split;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;

/** The number n of a user's events, 1 to 4, tells every label but that of "chance". */
class BoostedTreesTest {

  private static final int USERS = 800;
  private static final String TASKS =
      """
        many: {kind: binary, label: {given: {attribute: many}}, floor: {count: {}}}
        chance: {kind: binary, label: {given: {attribute: chance}}}
        size: {kind: multiclass, label: {given: {attribute: size}}}
        order: {kind: ordinal, label: {given: {attribute: size}}, classes: [n1, n2, n3, n4]}
        letters: {kind: multilabel, label: {given: {attribute: letters}}}
        number: {kind: count, label: {given: {attribute: number}}}
        amount: {kind: regression, label: {given: {attribute: amount}}}
        calm: {kind: regression, loss: {huber: {delta: 1}}, label: {given: {attribute: amount}}}
        spread: {kind: regression, loss: {quantile: {levels: [0.1, 0.5, 0.9]}}, label: {given: {attribute: amount}}}
        words: {kind: tokenTagging, label: {given: {attribute: tags}}}
      """;

  private static Recipe recipe;
  private static BoostedTrees trees;
  private static Map<String, TaskEvaluation> test;

  private static List<BehaviorEvent> events() {
    Random random = new Random(11);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        Map<String, Object> attributes = new HashMap<>(Map.of("tags", i == 0 ? "O" : "B"));
        if (i == count - 1) {
          attributes.put("split", List.of("train", "dev", "train", "test").get(user % 4));
          attributes.put("many", count > 2 ? 1.0 : 0.0);
          attributes.put("chance", (double) random.nextInt(2));
          attributes.put("size", "n" + count);
          attributes.put("letters", count == 1 ? "a" : count == 2 ? "b" : "a|b");
          attributes.put("number", (double) count);
          attributes.put("amount", 100.0 * count);
        }
        events.add(
            new BehaviorEvent(
                "u" + user,
                "i" + random.nextInt(20),
                "view",
                86_400_000L * (i + 1),
                Optional.of("word"),
                Optional.empty(),
                attributes));
      }
    }
    return events;
  }

  private static Recipe recipe(String tasks) {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, action: action, text: text,
            attributes: [split, many, chance, size, letters, number, amount, tags]}
        examples: {splitColumn: split}
        features: {user: {count: {count: {}}}}
        encoder: {model: no-such-model}
        evaluation: {bootstrapSamples: 100}
        tasks:
        """
            + tasks,
        "trees.yaml",
        List.of());
  }

  @BeforeAll
  static void grow() {
    recipe = recipe(TASKS);
    trees =
        BoostedTrees.train(
            recipe,
            TrainingData.of(recipe, events(), RunListener.NONE),
            new TreeSettings(3, 0.3, 100, 10, 1, 1, 1, 1, 7),
            RunListener.NONE);
    test =
        trees.evaluate(Split.TEST).stream()
            .collect(Collectors.toMap(TaskEvaluation::task, Function.identity()));
  }

  @AfterAll
  static void close() {
    trees.close();
  }

  private static double metric(String task, String name) {
    return test.get(task).metric(name).value();
  }

  @Test
  void everyKindIsLearnedWhereTheHistoryTells() {
    assertEquals(1, metric("many", "auc"), 1e-12);
    assertTrue(metric("many", "logLoss") < 0.02, test.get("many").toString());
    assertEquals(1, metric("size", "accuracy"), 1e-12);
    assertEquals(1, metric("order", "accuracy"), 1e-12);
    assertEquals(1, metric("letters", "macroF1"), 1e-12);
    assertTrue(metric("number", "rmse") < 0.15, test.get("number").toString());
    assertTrue(metric("amount", "rmse") < 5, test.get("amount").toString());
    assertTrue(metric("calm", "mae") < 20, test.get("calm").toString());
    assertTrue(test.get("spread").primary().skill() > 0.5, test.get("spread").toString());
  }

  @Test
  void whatNothingTellsStaysChance() {
    assertTrue(test.get("chance").primary().intervalLow() < 0.5, test.get("chance").toString());
    assertTrue(metric("chance", "logLoss") < 0.75, test.get("chance").toString());
  }

  @Test
  void trivialAndFloorStandBesideThemAndTagsAreLeftOut() {
    assertEquals(1, test.get("many").metric("auc").floor().orElseThrow(), 1e-12);
    assertEquals(0.5, test.get("many").metric("auc").trivialBaseline(), 1e-12);
    assertEquals(List.of("words"), trees.leftOut());
    assertEquals(9, trees.tasks().size());
    assertEquals(USERS / 4, test.get("many").primary().labelCount());
    // The user feature and the history's own count are the same number.
    assertTrue(
        List.of("count", "events").contains(trees.grown().get(0).columns().get(0)),
        trees.grown().toString());
  }

  @Test
  void rowsAreTheSplitsExamplesAndQuantilesAscend() {
    Evaluator.Predictions amount = trees.predictions(Split.TEST, "amount");
    Evaluator.Predictions spread = trees.predictions(Split.TEST, "spread");
    assertEquals(USERS / 4, amount.labels().length);
    for (int i = 0; i < amount.labels().length; i++) {
      assertEquals(amount.labels()[i], amount.scores()[i], 20);
      assertTrue(spread.scores()[3 * i] <= spread.scores()[3 * i + 1]);
      assertTrue(spread.scores()[3 * i + 1] <= spread.scores()[3 * i + 2]);
    }
    assertThrows(IllegalArgumentException.class, () -> trees.predictions(Split.TEST, "words"));
  }

  @Test
  void withoutADevLabelNothingTellsWhenToStop() {
    Recipe many = recipe("  many: {kind: binary, label: {given: {attribute: many}}}\n");
    List<BehaviorEvent> events =
        events().stream()
            .map(
                event -> {
                  Map<String, Object> attributes = new HashMap<>(event.attributes());
                  if ("dev".equals(attributes.get("split"))) {
                    attributes.remove("many");
                  }
                  return new BehaviorEvent(
                      event.user(),
                      event.item(),
                      event.action(),
                      event.timestampMillis(),
                      event.text(),
                      event.basket(),
                      attributes);
                })
            .toList();
    TrainingData data = TrainingData.of(many, events, RunListener.NONE);
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> BoostedTrees.train(many, data, TreeSettings.DEFAULT, RunListener.NONE))
            .getMessage();
    assertTrue(message.contains("tasks.many") && message.contains("dev"), message);
  }
}
