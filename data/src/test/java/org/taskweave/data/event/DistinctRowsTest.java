package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistinctRowsTest {

  private static BehaviorEvent event(String user, long time) {
    return new BehaviorEvent(
        user, "i", "buy", time, Optional.empty(), Optional.empty(), Map.of("x", (double) time));
  }

  @Property(tries = 100)
  void asASetInTheOrderOfTheRows(
      @ForAll @IntRange(min = 0, max = 500) int count,
      @ForAll @IntRange(min = 1, max = 300) int different,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event("u" + random.nextInt(3), random.nextInt(different)));
    }
    assertEquals(new ArrayList<>(new LinkedHashSet<>(events)), DistinctRows.of(events));
  }

  /** "Aa" and "BB" have one hash. */
  @Test
  void equalHashesAreNoEqualEvents() {
    BehaviorEvent first = event("Aa", 1);
    BehaviorEvent other = event("BB", 1);
    assertEquals(first.hashCode(), other.hashCode());
    List<BehaviorEvent> distinct = DistinctRows.of(List.of(first, other, event("Aa", 1)));
    assertEquals(List.of(first, other), distinct);
    assertSame(first, distinct.get(0));
  }
}
