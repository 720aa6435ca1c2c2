package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

/** What a history says of the item that is asked about, and the simplest rule for it. */
class TargetFeaturesTest {

  private static final long DAY = 86_400_000;

  private static final Recipe RECIPE =
      RecipeReader.parse(
          """
          data: {files: [none.csv], columns: {user: u, item: i, timestamp: t}}
          examples: {perImpression: {action: buy, drawn: {count: 1}, dev: 1980-01-01}}
          sequence: {kind: hierarchical}
          features:
            user:
              orders: {count: {action: buy}}
            target:
              taken: {count: {action: buy}}
              since: {daysSince: {action: buy, which: last}}
          tasks:
            takes: {kind: binary, reads: userAndItem, label: {occurs: {action: buy}}}
            returns: {kind: binary, reads: userAndItem, label: {followed: {by: back, withinSeconds: 60}}}
          """,
          "recipe.yaml",
          List.of());

  private static BehaviorEvent event(String item, String action, long day) {
    return new BehaviorEvent(
        "ann", item, action, day * DAY, Optional.empty(), Optional.empty(), Map.of());
  }

  private static final List<BehaviorEvent> HISTORY =
      List.of(
          event("mug", "buy", 1),
          event("pot", "buy", 2),
          event("mug", "view", 3),
          event("mug", "buy", 4));

  private static Example example(String item, int takes, Optional<Integer> returns, double weight) {
    return new Example(
            "ann",
            10 * DAY,
            Split.TRAIN,
            HISTORY,
            List.of(
                new LabelValue.Quantity(takes),
                returns
                    .<LabelValue>map(answer -> new LabelValue.Quantity(answer))
                    .orElse(new LabelValue.Missing())),
            Optional.of(event(item, "buy", 10)))
        .weighing(weight);
  }

  /** Of mug two yes and one no of weight 3, of pot a yes, of cup two no. */
  private static Preprocessing learned() {
    List<Example> training =
        List.of(
            example("mug", 1, Optional.of(0), 1),
            example("mug", 1, Optional.of(1), 1),
            example("mug", 0, Optional.empty(), 3),
            example("pot", 1, Optional.of(0), 1),
            example("cup", 0, Optional.empty(), 1),
            example("cup", 0, Optional.empty(), 1));
    return Preprocessing.fit(training, RECIPE, ItemCatalog.of(HISTORY));
  }

  @Test
  void aHistoryOfTheItemAloneIsCounted() {
    Preprocessing learned = learned();
    assertEquals(
        List.of("orders", "target taken", "target since", "target since missing"),
        learned.userFeatureNames());
    assertEquals(3, learned.targetColumns());
    // Counts of the six rows: 2 2 2 1 0 0; days since: 6 6 6 8 and none.
    double mean = 7 / 6.0;
    double deviation = Math.sqrt((4 * 3 + 1) / 6.0 - mean * mean);
    float[] mug = learned.userFeatures(example("mug", 1, Optional.empty(), 1));
    float[] cup = learned.userFeatures(example("cup", 1, Optional.empty(), 1));
    assertEquals((2 - mean) / deviation, mug[1], 1e-6);
    assertEquals((0 - mean) / deviation, cup[1], 1e-6);
    assertEquals((6 - 6.5) / Math.sqrt(.75), mug[2], 1e-6);
    assertArrayEquals(new float[] {0, 0}, new float[] {mug[3], cup[2]});
    assertEquals(1, cup[3]);
    assertEquals(mug[0], cup[0]);
  }

  @Test
  void theRuleIsTheOwnNumberAndThenTheItemsMean() {
    Preprocessing learned = learned();
    ToDoubleFunction<Example> takes = learned.simpleEstimate(0).orElseThrow();
    double all = 3 / 8.0;
    assertEquals(
        2 + (2 + 20 * all) / (5 + 20),
        takes.applyAsDouble(example("mug", 1, Optional.empty(), 1)),
        1e-12);
    assertEquals(
        (20 * all) / (2 + 20), takes.applyAsDouble(example("cup", 1, Optional.empty(), 1)), 1e-12);
    assertEquals(all, takes.applyAsDouble(example("new", 1, Optional.empty(), 1)), 1e-12);
    // Of three known answers one is yes; how often the user took it tells nothing of returns.
    ToDoubleFunction<Example> returns = learned.simpleEstimate(1).orElseThrow();
    assertEquals(
        (1 + 20 / 3.0) / (2 + 20),
        returns.applyAsDouble(example("mug", 1, Optional.empty(), 1)),
        1e-12);
  }

  @Test
  void bothAreKeptInTheFile() {
    Preprocessing learned = learned();
    Preprocessing read =
        Preprocessing.fromJson(learned.toJson(), RECIPE, "here").reading(ItemCatalog.of(HISTORY));
    Example mug = example("mug", 1, Optional.empty(), 1);
    assertArrayEquals(learned.userFeatures(mug), read.userFeatures(mug));
    assertEquals(
        learned.simpleEstimate(0).orElseThrow().applyAsDouble(mug),
        read.simpleEstimate(0).orElseThrow().applyAsDouble(mug));
    assertEquals(learned, read);
  }

  /** Bundles of earlier builds have neither, and no floor for such a task. */
  @Test
  void filesOfEarlierBuildsAreRead() {
    Recipe plain =
        RecipeReader.parse(
            RecipeReader.write(RECIPE), "recipe.yaml", List.of("features.target={}"));
    String json =
        Preprocessing.fit(
                new ArrayList<>(List.of(example("mug", 1, Optional.of(0), 1))),
                plain,
                ItemCatalog.of(HISTORY))
            .toJson()
            .replaceAll("\\s*\"targets\" : \\{ },", "")
            .replaceAll(",\\s*\"items\" : \\{\\s*\"all\"[^}]*}\\s*}", "");
    assertTrue(!json.contains("byItem") && !json.contains("targets"), json);
    Preprocessing read = Preprocessing.fromJson(json, plain, "here");
    assertEquals(Optional.empty(), read.simpleEstimate(0));
  }
}
