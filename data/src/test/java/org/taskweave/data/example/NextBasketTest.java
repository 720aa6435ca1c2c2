package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.LabelRule;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** Baskets {a,b}, {b,c}, {d}, {a,e,a} of ann on days 1 to 4, and a cancellation of b on day 2. */
class NextBasketTest {

  private static BehaviorEvent event(String item, String action, int day, String basket) {
    return new BehaviorEvent(
        "ann", item, action, day * 86_400_000L, Optional.empty(), Optional.of(basket), Map.of());
  }

  private static BehaviorSequences log() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (String basket : List.of("1ab", "2bc", "3d", "4aea")) {
      int day = basket.charAt(0) - '0';
      for (char item : basket.substring(1).toCharArray()) {
        events.add(event(Character.toString(item), "buy", day, basket));
      }
    }
    events.add(event("b", "cancel", 3, "3c"));
    return BehaviorSequences.of(events, 1, Optional.empty());
  }

  private static List<Example> examples(String cut, String label, String... overrides) {
    Recipe recipe =
        RecipeReader.parse(
            """
            data:
              files: [none.csv]
              columns: {user: u, item: i, timestamp: t, action: a, basket: b}
            examples: {%s}
            sequence: {kind: hierarchical}
            tasks:
              basket: {kind: nextBasket, label: {nextBasket: {%s}}}
            """
                .formatted(cut, label),
            "baskets.yaml",
            List.of(overrides));
    return ExampleBuilder.of(recipe).build(log());
  }

  private static String items(Example example) {
    return example.labels().get(0).items().stream().sorted().collect(Collectors.joining());
  }

  @Test
  void theLastBasketIsTheTestsAndItsItemsCountOnce() {
    List<Example> examples = examples("lastOut: true", "action: buy");
    Example test = examples.get(examples.size() - 1);
    assertEquals(Split.TEST, test.split());
    assertEquals("ae", items(test));
    for (Example example : examples) {
      List<BehaviorEvent> basket = example.labels().get(0).basket();
      assertFalse(example.history().stream().anyMatch(basket::contains));
    }
    assertEquals("bc", items(examples.get(0)));
  }

  /** Between cuts a basket is asked for where it begins, and never the rest of one. */
  @Test
  void everyBasketOfTheTrainingTimeIsAskedForOnce() {
    List<Example> examples =
        examples(
            "horizonDays: 1, cuts: {train: [%s], dev: [%s], test: [%s]}"
                .formatted(at(2), at(3), at(4)),
            "action: buy");
    List<String> asked =
        examples.stream()
            .filter(e -> e.labels().get(0).isKnown())
            .map(e -> e.split() + " " + e.history().size() + " " + items(e))
            .toList();
    assertEquals(List.of("TRAIN 2 bc", "DEV 4 d", "TEST 6 ae"), asked);
  }

  /** What a cut finds half done is not the next basket. */
  @Test
  void aBasketThatHasBegunIsNotTheNextOne() {
    List<BehaviorEvent> events =
        List.of(
            event("a", "buy", 1, "one"), event("b", "buy", 2, "one"), event("c", "buy", 3, "two"));
    LabelWindow rest = LabelWindow.closed(events.subList(1, 3));
    LabelValue label =
        FutureLabels.nextBasket(
            new LabelRule.NextBasket(Optional.empty(), OptionalDouble.of(9)),
            events.subList(0, 1),
            rest);
    assertEquals(List.of("c"), label.items());
  }

  private static String at(int day) {
    return Instant.ofEpochMilli(day * 86_400_000L).toString();
  }
}
