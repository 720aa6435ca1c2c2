package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.bundle.ModelBundle;

/**
 * An engine whose scores are sums over the events of a history, so that each event's part is known:
 * ann saw a b a b, bob c d c d, eve a.
 */
final class SummedScores {

  /** What an event with item i adds to the score of item j; items are a, b, c, d. */
  private static final float[][] PARTS = {
    {1, 2, 4, 8},
    {0, 1, 0, -16},
    {32, 0, 0, 0},
    {0, 0, 0, 0}
  };

  static Recipe recipe(String seen) {
    return RecipeReader.parse(
        """
        data:
          files: [unused.csv]
          columns:
            user: user
            item: item
            timestamp: time
            text: text
            attributes: [price, letter]
            itemAttributes: [price, letter]
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

  static List<BehaviorEvent> events() {
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
                Map.of("price", (double) (words[i].charAt(0) - 'a'), "letter", words[i])));
      }
    }
    return events;
  }

  /** Rows scored so far. */
  final AtomicInteger scored = new AtomicInteger();

  final BatchScorer engine =
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

  static ModelBundle bundle(String seen) {
    Recipe recipe = recipe(seen);
    List<Example> training =
        ExampleBuilder.of(recipe).build(sequences(recipe)).stream()
            .filter(example -> example.split() == Split.TRAIN)
            .toList();
    ItemCatalog catalog =
        ItemCatalog.of(events(), event -> true, recipe.data().columns().itemAttributes());
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

  static Example user(String name) {
    Recipe recipe = recipe("keep");
    return ExampleBuilder.of(recipe)
        .withoutLabels(sequences(recipe), Optional.of(List.of(name)), OptionalLong.empty())
        .get(0);
  }
}
