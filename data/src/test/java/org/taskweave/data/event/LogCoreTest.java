package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogCoreTest {

  /** "ann:x" is user ann with item x; each a minute after the one before. */
  private static List<BehaviorEvent> events(String... pairs) {
    return Stream.iterate(0, i -> i < pairs.length, i -> i + 1)
        .map(i -> event(pairs[i], 60_000L * i, Map.of()))
        .toList();
  }

  private static BehaviorEvent event(String pair, long time, Map<String, Object> attributes) {
    int colon = pair.indexOf(':');
    return new BehaviorEvent(
        pair.substring(0, colon),
        pair.substring(colon + 1),
        "buy",
        time,
        Optional.empty(),
        Optional.empty(),
        attributes);
  }

  private static List<String> pairs(List<BehaviorEvent> events) {
    return events.stream().map(event -> event.user() + ":" + event.item()).toList();
  }

  @Test
  void removalGoesOnUntilAllThatIsLeftHasEnough() {
    // z has one event; without it cid has one; without cid's y that item still has two.
    LogCore core = LogCore.of(events("ann:x", "ann:y", "bob:x", "bob:y", "cid:y", "cid:z"), 2);
    assertEquals(List.of("ann:x", "ann:y", "bob:x", "bob:y"), pairs(core.events()));
    assertEquals(1, core.usersRemoved());
    assertEquals(1, core.itemsRemoved());
    assertEquals(2, core.rounds());
  }

  @Test
  void aLogCanFallApartAltogether() {
    LogCore core = LogCore.of(events("ann:x", "ann:y", "bob:y", "bob:z"), 2);
    assertEquals(List.of(), core.events());
    assertEquals(2, core.usersRemoved());
    assertEquals(3, core.itemsRemoved());
  }

  @Test
  void oneRemovesNothing() {
    LogCore core = LogCore.of(events("ann:x", "bob:y"), 1);
    assertEquals(2, core.events().size());
    assertEquals(0, core.rounds());
  }

  @Test
  void theFirstEventOfAUserWithAnItemStays() {
    List<BehaviorEvent> log = events("ann:x", "bob:x", "ann:y", "ann:x", "bob:x");
    assertEquals(
        List.of(log.get(0), log.get(1), log.get(2)), FirstEvents.of(log, Optional.empty()));
    List<BehaviorEvent> backwards = Stream.of(4, 3, 2, 1, 0).map(log::get).toList();
    assertEquals(
        List.of(log.get(2), log.get(1), log.get(0)), FirstEvents.of(backwards, Optional.empty()));
  }

  @Test
  void atOneTimeTheOrderColumnTellsTheFirst() {
    BehaviorEvent later = event("ann:x", 5, Map.of("line", 2.0));
    BehaviorEvent sooner = event("ann:x", 5, Map.of("line", 1.0));
    assertEquals(List.of(sooner), FirstEvents.of(List.of(later, sooner), Optional.of("line")));
    assertEquals(
        FirstEvents.of(List.of(later, sooner), Optional.empty()),
        FirstEvents.of(List.of(sooner, later), Optional.empty()));
  }
}
