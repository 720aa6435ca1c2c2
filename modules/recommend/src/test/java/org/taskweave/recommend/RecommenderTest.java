package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.training.run.TrainingRun;

class RecommenderTest {

  private static final String RECIPE =
      """
      data:
        files: [none.csv]
        columns: {user: user, item: item, timestamp: time, attributes: [split, click, amount, tags]}
      examples: {splitColumn: split}
      sequence: {maxTokens: 24, template: "{text}"}
      encoder: {model: "%s", frozenEmbeddings: true, frozenLayers: 2}
      tasks:
        click: {kind: binary, label: {given: {attribute: click}}}
        amount: {kind: regression, label: {given: {attribute: amount}}}
        tags: {kind: tokenTagging, label: {given: {attribute: tags}}, classes: [B, O]}
      training: {epochs: 1, batchSize: 8}
      """
          .formatted(
              Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
                  .toAbsolutePath());

  @TempDir static Path folder;
  private static ModelBundle bundle;

  @BeforeAll
  static void train() {
    Recipe recipe = RecipeReader.parse(RECIPE, "test", List.of());
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < 24; u++) {
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("split", u % 2 == 0 ? "train" : "dev");
      attributes.put("click", (double) (u / 2 % 2));
      attributes.put("amount", 1000.0 + u);
      attributes.put("tags", u % 3 == 0 ? "B" : "O");
      events.add(event("u" + u, "i" + u % 5, u % 3 == 0 ? "mug" : "red", attributes));
    }
    bundle =
        ModelBundle.load(
            new TrainingRun(
                    recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
                .train(TrainingData.of(recipe, events, RunListener.NONE))
                .bundle());
  }

  @AfterAll
  static void close() {
    bundle.close();
  }

  private static BehaviorEvent event(
      String user, String item, String text, Map<String, Object> attributes) {
    return new BehaviorEvent(
        user, item, "event", 1000, Optional.of(text), Optional.empty(), attributes);
  }

  /** The users z, c, a and b with 1, 2, 2 and 3 words. */
  private static List<Example> users() {
    return new Recommender(bundle)
        .users(
            List.of(
                event("z", "i1", "mug", Map.of()),
                event("c", "i1", "red mug", Map.of()),
                event("a", "i2", "mug mug", Map.of()),
                event("b", "i1", "the red mug", Map.of())));
  }

  /** Scores a click by the number of real tokens over 100: an engine one can reckon by hand. */
  private static Recommender byLength() {
    BatchScorer engine =
        input -> {
          float[] click = new float[input.batchSize()];
          for (int row = 0; row < click.length; row++) {
            for (int t = 0; t < input.length(); t++) {
              click[row] += input.mask()[row * input.length() + t] / 100;
            }
          }
          float[] tags = new float[input.batchSize() * input.length() * 2];
          for (int t = 0; t < tags.length / 2; t++) {
            tags[2 * t + (input.tokenIds()[t] % 2)] = 1;
          }
          return List.of(
              new TaskScores(click.length, 1, click),
              new TaskScores(click.length, 1, new float[click.length]),
              new TaskScores(tags.length / 2, 2, tags));
        };
    return new Recommender(bundle.context(), engine);
  }

  /** Damaged weights must not end as predictions. */
  @Test
  void whatIsNotFiniteIsNoPrediction() {
    BatchScorer broken =
        input -> {
          float[] click = new float[input.batchSize()];
          click[0] = Float.NaN;
          return List.of(
              new TaskScores(click.length, 1, new float[click.length]),
              new TaskScores(click.length, 1, click),
              new TaskScores(
                  input.batchSize() * input.length(),
                  2,
                  new float[input.batchSize() * input.length() * 2]));
        };
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> new Recommender(bundle.context(), broken).predict(users()))
            .getMessage();
    assertTrue(message.contains("is NaN: its weights are damaged"), message);
  }

  private static ScoreMix mix(String text) {
    return ScoreMix.parse(text, bundle.preprocessing().tasks());
  }

  private static List<String> names(List<Recommender.Ranked<Prediction>> ranked) {
    return ranked.stream().map(r -> r.entry().user()).toList();
  }

  @Test
  void usersAreRankedBestFirstAndTiesByName() {
    assertEquals(List.of("b", "a", "c", "z"), names(byLength().topUsers(users(), mix("click"), 9)));
    List<Recommender.Ranked<Prediction>> two = byLength().topUsers(users(), mix("click=-1"), 2);
    assertEquals(List.of("z", "a"), names(two));
    // [CLS] mug [SEP]
    assertEquals(-0.03, two.get(0).score(), 1e-6);
    assertThrows(InvalidInputException.class, () -> byLength().topUsers(users(), mix("click"), 0));
  }

  @Test
  void itemsAreRankedAsTheUsersNextEvent() {
    Example user = users().get(3);
    assertEquals("z", user.user());
    List<ItemCatalog.Item> candidates =
        List.of(
            new ItemCatalog.Item("long", Optional.of("the red mug"), Map.of()),
            new ItemCatalog.Item("y", Optional.of("mug"), Map.of()),
            new ItemCatalog.Item("x", Optional.of("red"), Map.of()));
    List<Recommender.Ranked<ItemCatalog.Item>> ranked =
        byLength().topItems(user, candidates, "event", mix("click"), 3);
    assertEquals(List.of("long", "x", "y"), ranked.stream().map(r -> r.entry().id()).toList());
    // [CLS] mug the red mug [SEP]
    assertEquals(0.06, ranked.get(0).score(), 1e-6);
    assertEquals(0.04, ranked.get(1).score(), 1e-6);
    assertThrows(
        InvalidInputException.class,
        () -> byLength().topItems(user, List.of(), "event", mix("click"), 3));
  }

  @Test
  void predictionsAreInExampleOrderAndLabelUnits() {
    List<Prediction> predictions = byLength().predict(users());
    assertEquals(List.of("a", "b", "c", "z"), predictions.stream().map(Prediction::user).toList());
    for (Prediction prediction : predictions) {
      // The head's 0 is the mean of the training labels: 1000 + mean of 0, 2, ..., 22.
      TaskPrediction.Value amount = (TaskPrediction.Value) prediction.tasks().get("amount");
      assertEquals(1011, amount.value(), 1e-3);
      assertEquals(1001, prediction.cutMillis());
    }
    // [CLS] is id 2, "mug" id 59 and [SEP] id 3 of the vocabulary.
    assertEquals(
        new TaskPrediction.Tags(List.of("B", "O", "O")), predictions.get(3).tasks().get("tags"));
    assertEquals(List.of(), byLength().predict(List.of()));
  }

  @Test
  void theBundlesOwnModelPredictsProbabilities() {
    for (Prediction prediction : new Recommender(bundle).predict(users())) {
      double click = ((TaskPrediction.Probability) prediction.tasks().get("click")).probability();
      assertTrue(click > 0 && click < 1, "" + click);
    }
  }
}
