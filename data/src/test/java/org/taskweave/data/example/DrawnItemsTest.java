package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.ExamplesRecipe.Drawn;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** Sixteen sales of a, one of each other letter up to e, one of late in the dev split. */
class DrawnItemsTest {

  private static final LabelValue YES = new LabelValue.Quantity(1);
  private static final LabelValue NO = new LabelValue.Quantity(0);

  private static BehaviorEvent event(String user, String item, String action, long second) {
    return new BehaviorEvent(
        user, item, action, second * 1000, Optional.empty(), Optional.empty(), Map.of());
  }

  private static BehaviorSequences log() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      events.add(event("u" + i, "a", "buy", 10 + i));
    }
    events.add(event("ann", "b", "buy", 20));
    events.add(event("ann", "c", "buy", 50));
    events.add(event("ann", "d", "buy", 50));
    events.add(event("ann", "c", "return", 60));
    events.add(event("bob", "e", "buy", 30));
    events.add(event("bob", "late", "buy", 150));
    return BehaviorSequences.of(events, 1, Optional.empty());
  }

  private static DrawnItems drawn(int count, Drawn.By by) {
    return new DrawnItems(new Drawn(count, by), "buy", 100_000, log(), 5);
  }

  private static TaskSpec asks(String name, String action) {
    return new BinaryTask(
        name,
        action.equals("buy")
            ? new LabelRule.Occurs(action, java.util.OptionalDouble.empty())
            : new LabelRule.Followed(action, 20),
        1,
        HeadSpec.LINEAR,
        Optional.empty(),
        1);
  }

  @Test
  void eachEventStandsBesideItemsThatTheUserDidNotTakeThen() {
    List<Example> examples =
        new ExampleBuilder(
                new ExamplesRecipe(
                    30,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    0,
                    Optional.empty(),
                    Optional.of(
                        new ExamplesRecipe.PerImpression(
                            "buy",
                            List.of(),
                            Instant.ofEpochSecond(100),
                            Optional.empty(),
                            1,
                            Optional.empty(),
                            Optional.of(new Drawn(2, Drawn.By.UNIFORM))))),
                List.of(asks("takes", "buy"), asks("returns", "return")))
            .build(log());
    List<Example> ann = examples.stream().filter(e -> e.user().equals("ann")).toList();
    assertEquals(6, ann.size());
    for (int first : new int[] {0, 3}) {
      assertEquals(YES, ann.get(first).labels().get(0));
      Set<String> beside =
          Stream.of(ann.get(first + 1), ann.get(first + 2))
              .map(e -> e.target().orElseThrow().item())
              .collect(Collectors.toSet());
      assertEquals(2, beside.size());
      assertTrue(Set.of("a", "b", "e").containsAll(beside), beside.toString());
      for (Example no : List.of(ann.get(first + 1), ann.get(first + 2))) {
        assertEquals(List.of(NO, new LabelValue.Missing()), no.labels());
        assertEquals(1, no.weight());
        assertEquals(50_000, no.cutMillis());
        assertEquals(ann.get(first).history(), no.history());
      }
    }
    assertEquals(
        Set.of(YES, NO),
        ann.stream()
            .limit(4)
            .map(e -> e.labels().get(1))
            .filter(label -> !(label instanceof LabelValue.Missing))
            .collect(Collectors.toSet()));
    List<Example> dev = examples.stream().filter(e -> e.split() == Split.DEV).toList();
    assertEquals(3, dev.size());
    assertTrue(dev.stream().skip(1).noneMatch(e -> e.target().orElseThrow().item().equals("late")));
  }

  /** a is drawn 16^.75 = 8 times as often as each of the four others: 8 of 12 draws. */
  @Test
  void popularItemsAreDrawnMoreAndWeighLess() {
    DrawnItems drawn = drawn(1, Drawn.By.POPULARITY);
    int popular = 0;
    double weights = 0;
    int draws = 3000;
    for (int i = 0; i < draws; i++) {
      DrawnItems.DrawnItem one =
          drawn.beside(event("z" + i, "x", "buy", i), Split.TRAIN, Set.of("x")).get(0);
      popular += one.item().equals("a") ? 1 : 0;
      assertEquals(one.item().equals("a") ? 12 / (8 * 5.0) : 12 / 5.0, one.weight(), 1e-12);
      weights += one.weight();
    }
    assertEquals(8 / 12.0, popular / (double) draws, .03);
    assertEquals(1, weights / draws, .06);
    // What is measured does not depend on how training draws.
    BehaviorEvent some = event("z", "x", "buy", 7);
    assertEquals(
        drawn(1, Drawn.By.UNIFORM).beside(some, Split.TEST, Set.of("x")),
        drawn.beside(some, Split.TEST, Set.of("x")));
  }

  @Test
  void theSameEventDrawsTheSame() {
    DrawnItems drawn = drawn(2, Drawn.By.UNIFORM);
    BehaviorEvent some = event("z", "x", "buy", 7);
    assertEquals(
        drawn.beside(some, Split.TRAIN, Set.of("x")),
        drawn(2, Drawn.By.UNIFORM).beside(some, Split.TRAIN, Set.of("x")));
    assertNotEquals(
        List.of(),
        Stream.iterate(1, i -> i + 1)
            .limit(20)
            .map(i -> drawn.beside(event("z", "x", "buy", i), Split.TRAIN, Set.of("x")))
            .distinct()
            .skip(1)
            .toList());
  }

  @Test
  void whereAlmostAllAreTheUsersThereAreFewer() {
    assertEquals(
        1,
        drawn(3, Drawn.By.UNIFORM)
            .beside(event("z", "a", "buy", 7), Split.TRAIN, Set.of("a", "b", "c", "d", "new"))
            .size());
  }

  @Test
  void moreThanThereAreIsRefused() {
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> drawn(5, Drawn.By.UNIFORM));
    assertTrue(refused.getMessage().contains("drawn.count: 5"), refused.getMessage());
  }
}
