package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/** Rankings by an engine whose scores are known. */
class NextItemsTest {

  private final SummedScores model = new SummedScores();

  private NextItems items(String seen) {
    return new NextItems(SummedScores.bundle(seen).context(), model.engine, Optional.empty());
  }

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(r -> r.item().id()).toList();
  }

  @Test
  void theWholeCatalogIsRanked() {
    // The newest three events, b a b: a 1, b 1 + 2 + 1, c 4, d -16 + 8 - 16.
    List<Recommendation> all = items("keep").of(SummedScores.user("ann"), 9, ItemFilter.NONE);
    assertEquals(List.of("b", "c", "a", "d"), ids(all));
    assertEquals(List.of(4.0, 4.0, 1.0, -24.0), all.stream().map(r -> r.score()).toList());
    assertEquals(Optional.of("item b"), all.get(0).item().text());
    assertEquals(
        List.of("b", "c"), ids(items("keep").of(SummedScores.user("ann"), 2, ItemFilter.NONE)));
  }

  @Test
  void seenAndNamedItemsAreLeftOut() {
    ItemFilter seen = new ItemFilter(true, Set.of());
    assertEquals(List.of("c", "d"), ids(items("keep").of(SummedScores.user("ann"), 9, seen)));
    assertEquals(
        List.of("c", "d"), ids(items("filter").of(SummedScores.user("ann"), 9, ItemFilter.NONE)));
    ItemFilter named = new ItemFilter(false, Set.of("c", "b"));
    assertEquals(List.of("a", "d"), ids(items("keep").of(SummedScores.user("ann"), 9, named)));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () ->
                    items("keep")
                        .of(SummedScores.user("ann"), 9, new ItemFilter(true, Set.of("c", "d"))))
            .getMessage()
            .contains("user \"ann\": no item of the catalog is left"));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () ->
                    items("keep")
                        .of(SummedScores.user("ann"), 9, new ItemFilter(false, Set.of("z"))))
            .getMessage()
            .contains("item \"z\""));
    assertThrows(
        InvalidInputException.class,
        () -> items("keep").of(SummedScores.user("ann"), 0, ItemFilter.NONE));
  }

  @Test
  void reasonsAreWhatTheScoreLosesWithoutAnEvent() {
    NextItems items = items("keep");
    Example bob = SummedScores.user("bob");
    // c d c d: the model reads d c d, which scores a 32.
    List<Recommendation> top = items.of(bob, 1, ItemFilter.NONE);
    assertEquals(List.of("a"), ids(top));
    model.scored.set(0);
    List<Recommendation> explained = items.explained(bob, top, 5);
    assertEquals(
        4, model.scored.get(), "what the model reads, and that without each of its events");
    assertEquals(List.of("c 32.0"), reasons(explained.get(0)), "the oldest c is not read");
    assertEquals(bob.history().get(2), explained.get(0).reasons().get(0).event());
  }

  @Test
  void theWeightiestReasonsComeFirst() {
    Example three = withHistory(SummedScores.user("ann"), "a", "c", "b");
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
    List<Recommendation> top = items.of(SummedScores.user("eve"), 2, ItemFilter.NONE);
    assertEquals(List.of("d", "c"), ids(top));
    assertEquals(top, items.explained(SummedScores.user("eve"), top, 3));
  }

  @Test
  void predictionsHoldTheLikeliestItems() {
    Recommender recommender =
        new Recommender(SummedScores.bundle("filter").context(), model.engine);
    Prediction prediction = recommender.predict(List.of(SummedScores.user("ann"))).get(0);
    assertEquals(
        new TaskPrediction.Items(Map.of("c", 4.0, "d", -24.0)), prediction.tasks().get("next"));
    assertEquals(
        List.of("c", "d"),
        ids(recommender.nextItems(SummedScores.user("ann"), 5, ItemFilter.NONE)));
  }

  @Test
  void tasksAreNamedWhereThereAreSeveralOrNone() {
    assertEquals(
        "the bundle has no next-item task \"nxt\"; did you mean \"next\"?",
        assertThrows(
                InvalidInputException.class,
                () ->
                    new NextItems(
                        SummedScores.bundle("keep").context(), model.engine, Optional.of("nxt")))
            .getMessage());
  }
}
