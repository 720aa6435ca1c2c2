package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.bundle.ModelBundle;

/**
 * An engine whose scores are sums over the events of a history, so that each event's part is known.
 */
class NextItemsTest {

  /** What an event with item i adds to the score of item j; items are a, b, c, d. */
  private static final float[][] PARTS = {
    {1, 2, 4, 8},
    {0, 1, 0, -16},
    {32, 0, 0, 0},
    {0, 0, 0, 0}
  };

  private static Recipe recipe(String seen) {
    return RecipeReader.parse(
        """
        data:
          files: [unused.csv]
          columns: {user: user, item: item, timestamp: time, text: text}
        examples: {lastOut: true}
        sequence: {kind: hierarchical, maxEvents: 3, padToMultipleOf: 2}
        encoder: {model: none}
        tasks:
          next: {kind: nextItem, label: {nextItem: {}}, seen: %s}
        """
            .formatted(seen),
        "test",
        List.of());
  }

  private static List<BehaviorEvent> events() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (String line : List.of("ann a b a b", "bob c d c d", "eve a")) {
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        events.add(
            new BehaviorEvent(
                words[0],
                words[i],
                "view",
                i,
                Optional.of("item " + words[i]),
                Optional.empty(),
                Map.of()));
      }
    }
    return events;
  }

  private final AtomicInteger scored = new AtomicInteger();

  private final BatchScorer engine =
      input -> {
        float[] scores = new float[input.rows() * 4];
        for (int row = 0; row < input.rows(); row++) {
          int sequence = input.labelRows()[row] / input.length();
          for (int t = 0; t < input.length(); t++) {
            int cell = sequence * input.length() + t;
            for (int j = 0; j < 4 && input.mask()[cell] == 1; j++) {
              scores[row * 4 + j] += PARTS[input.tokenIds()[cell]][j];
            }
          }
        }
        scored.addAndGet(input.rows());
        return List.of(new TaskScores(input.rows(), 4, scores));
      };

  private ModelBundle bundle(String seen) {
    Recipe recipe = recipe(seen);
    List<Example> training =
        ExampleBuilder.of(recipe).build(sequences(recipe)).stream()
            .filter(example -> example.split() == Split.TRAIN)
            .toList();
    ItemCatalog catalog = ItemCatalog.of(events());
    return new ModelBundle(
        recipe,
        Preprocessing.fit(
            training,
            recipe.tasks(),
            recipe.features(),
            recipe.sequence().kind(),
            catalog.items().stream().map(ItemCatalog.Item::id).toList()),
        "",
        catalog,
        new RunRecord(
            0,
            "",
            "",
            Map.of(),
            Map.of(),
            List.of(),
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:00:00Z",
            List.of()),
        null);
  }

  private static BehaviorSequences sequences(Recipe recipe) {
    return BehaviorSequences.of(events(), recipe.seed(), Optional.empty());
  }

  private static Example user(String name) {
    Recipe recipe = recipe("keep");
    return ExampleBuilder.of(recipe)
        .withoutLabels(sequences(recipe), Optional.of(List.of(name)), OptionalLong.empty())
        .get(0);
  }

  private NextItems items(String seen) {
    return new NextItems(bundle(seen).context(), engine, Optional.empty());
  }

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(r -> r.item().id()).toList();
  }

  @Test
  void theWholeCatalogIsRanked() {
    // The newest three events, b a b: a 1, b 1 + 2 + 1, c 4, d -16 + 8 - 16.
    List<Recommendation> all = items("keep").of(user("ann"), 9, ItemFilter.NONE);
    assertEquals(List.of("b", "c", "a", "d"), ids(all));
    assertEquals(List.of(4.0, 4.0, 1.0, -24.0), all.stream().map(r -> r.score()).toList());
    assertEquals(Optional.of("item b"), all.get(0).item().text());
    assertEquals(List.of("b", "c"), ids(items("keep").of(user("ann"), 2, ItemFilter.NONE)));
  }

  @Test
  void seenAndNamedItemsAreLeftOut() {
    ItemFilter seen = new ItemFilter(true, Set.of());
    assertEquals(List.of("c", "d"), ids(items("keep").of(user("ann"), 9, seen)));
    assertEquals(List.of("c", "d"), ids(items("filter").of(user("ann"), 9, ItemFilter.NONE)));
    ItemFilter named = new ItemFilter(false, Set.of("c", "b"));
    assertEquals(List.of("a", "d"), ids(items("keep").of(user("ann"), 9, named)));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> items("keep").of(user("ann"), 9, new ItemFilter(true, Set.of("c", "d"))))
            .getMessage()
            .contains("user \"ann\": no item of the catalog is left"));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> items("keep").of(user("ann"), 9, new ItemFilter(false, Set.of("z"))))
            .getMessage()
            .contains("item \"z\""));
    assertThrows(
        InvalidInputException.class, () -> items("keep").of(user("ann"), 0, ItemFilter.NONE));
  }

  @Test
  void reasonsAreWhatTheScoreLosesWithoutAnEvent() {
    NextItems items = items("keep");
    Example bob = user("bob");
    // c d c d: the model reads d c d, which scores a 32.
    List<Recommendation> top = items.of(bob, 1, ItemFilter.NONE);
    assertEquals(List.of("a"), ids(top));
    scored.set(0);
    List<Recommendation> explained = items.explained(bob, top, 5);
    assertEquals(4, scored.get(), "what the model reads, and that without each of its events");
    assertEquals(List.of("c 32.0"), reasons(explained.get(0)), "the oldest c is not read");
    assertEquals(bob.history().get(2), explained.get(0).reasons().get(0).event());
  }

  @Test
  void theWeightiestReasonsComeFirst() {
    Example three = withHistory(user("ann"), "a", "c", "b");
    NextItems items = items("keep");
    List<Recommendation> top = items.of(three, 4, ItemFilter.NONE);
    // a c b scores a 1 + 32, b 2 + 1, c 4, d 8 - 16.
    assertEquals(List.of("a", "c", "b", "d"), ids(top));
    List<Recommendation> explained = items.explained(three, top, 2);
    assertEquals(List.of("c 32.0", "a 1.0"), reasons(explained.get(0)));
    assertEquals(List.of("a 4.0"), reasons(explained.get(1)));
    assertEquals(List.of("a 2.0", "b 1.0"), reasons(explained.get(2)));
    assertEquals(List.of("a 8.0"), reasons(explained.get(3)), "b lowers d: no reason");
    assertEquals(List.of("c 32.0"), reasons(items.explained(three, top, 1).get(0)), "at most one");
    assertEquals(top, items.explained(three, top, 0));
  }

  private static List<String> reasons(Recommendation recommendation) {
    return recommendation.reasons().stream()
        .map(reason -> reason.event().item() + " " + reason.difference())
        .toList();
  }

  private static Example withHistory(Example user, String... items) {
    List<BehaviorEvent> history =
        Arrays.stream(items)
            .map(
                item ->
                    new BehaviorEvent(
                        user.user(), item, "view", 1, Optional.empty(), Optional.empty(), Map.of()))
            .toList();
    return new Example(user.user(), user.cutMillis(), user.split(), history, user.labels());
  }

  @Test
  void aSingleEventHasNoReasons() {
    NextItems items = items("keep");
    List<Recommendation> top = items.of(user("eve"), 2, ItemFilter.NONE);
    assertEquals(List.of("d", "c"), ids(top));
    assertEquals(top, items.explained(user("eve"), top, 3));
  }

  @Test
  void predictionsHoldTheLikeliestItems() {
    Recommender recommender = new Recommender(bundle("filter").context(), engine);
    Prediction prediction = recommender.predict(List.of(user("ann"))).get(0);
    assertEquals(
        new TaskPrediction.Items(Map.of("c", 4.0, "d", -24.0)), prediction.tasks().get("next"));
    assertEquals(List.of("c", "d"), ids(recommender.nextItems(user("ann"), 5, ItemFilter.NONE)));
  }

  @Test
  void tasksAreNamedWhereThereAreSeveralOrNone() {
    assertEquals(
        "the bundle has no next-item task \"nxt\"; did you mean \"next\"?",
        assertThrows(
                InvalidInputException.class,
                () -> new NextItems(bundle("keep").context(), engine, Optional.of("nxt")))
            .getMessage());
  }
}
