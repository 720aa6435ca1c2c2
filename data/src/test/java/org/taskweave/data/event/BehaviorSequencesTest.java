package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class BehaviorSequencesTest {

  private static BehaviorEvent event(String user, String item, long time, String basket) {
    return event(user, item, time, basket, Map.of());
  }

  private static BehaviorEvent event(
      String user, String item, long time, String basket, Map<String, Object> attributes) {
    return new BehaviorEvent(
        user, item, "buy", time, Optional.empty(), Optional.ofNullable(basket), attributes);
  }

  private static List<String> items(BehaviorSequences sequences, String user) {
    return sequences.find(user).orElseThrow().events().stream().map(BehaviorEvent::item).toList();
  }

  @Test
  void groupsByUserOldestFirst() {
    BehaviorSequences sequences =
        BehaviorSequences.of(
            List.of(
                event("bob", "y", 7, null), event("ann", "b", 5, null), event("ann", "a", 3, null)),
            1,
            Optional.empty());
    assertEquals(List.of("ann", "bob"), sequences.users());
    assertEquals(List.of("a", "b"), items(sequences, "ann"));
    assertEquals(3, sequences.firstEventMillis());
    assertEquals(7, sequences.lastEventMillis());
    assertEquals(Optional.empty(), sequences.find("cy"));
  }

  @Test
  void tiesAreOrderedByTheSeedNotByTheInput() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(event("ann", "item" + i, 5, null));
    }
    List<String> inInputOrder = events.stream().map(BehaviorEvent::item).toList();
    List<String> first = items(BehaviorSequences.of(events, 1, Optional.empty()), "ann");
    Collections.shuffle(events, new Random(7));
    assertEquals(first, items(BehaviorSequences.of(events, 1, Optional.empty()), "ann"));
    assertNotEquals(first, items(BehaviorSequences.of(events, 2, Optional.empty()), "ann"));
    assertNotEquals(inInputOrder, first);
    assertEquals(new HashSet<>(inInputOrder), new HashSet<>(first));
  }

  @Test
  void basketsOfTheSameTimeStayTogether() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.add(event("ann", "item" + i, 5, "basket" + i % 4));
    }
    List<BehaviorEvent> ordered =
        BehaviorSequences.of(events, 1, Optional.empty()).find("ann").orElseThrow().events();
    long changes =
        IntStream.range(1, ordered.size())
            .filter(i -> !ordered.get(i).basket().equals(ordered.get(i - 1).basket()))
            .count();
    assertEquals(3, changes);
  }

  @Test
  void theOrderAttributeBreaksTies() {
    List<BehaviorEvent> events =
        List.of(
            event("ann", "none", 5, null),
            event("ann", "text", 5, null, Map.of("n", "a")),
            event("ann", "ten", 5, null, Map.of("n", 10.0)),
            event("ann", "nine", 5, null, Map.of("n", 9.0)),
            event("ann", "early", 4, null, Map.of("n", 99.0)));
    assertEquals(
        List.of("early", "nine", "ten", "text", "none"),
        items(BehaviorSequences.of(events, 1, Optional.of("n")), "ann"));
  }

  @Test
  void anEmptyLogIsRefused() {
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> BehaviorSequences.of(List.of(), 1, Optional.empty()))
            .getMessage()
            .contains("no events"));
  }

  @Test
  void hashesAreSpreadEvenlyAndTellPartsApart() {
    long below =
        IntStream.range(0, 10_000)
            .filter(i -> SeededHash.share(3, List.of("user" + i)) < 0.3)
            .count();
    assertEquals(3000.0, (double) below, 150.0); // three standard deviations are 137
    assertNotEquals(SeededHash.of(1, List.of("ab", "c")), SeededHash.of(1, List.of("a", "bc")));
    assertNotEquals(SeededHash.of(1, List.of("a")), SeededHash.of(1, List.of("a", "")));
  }
}
