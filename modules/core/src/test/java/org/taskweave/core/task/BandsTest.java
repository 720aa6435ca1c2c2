package org.taskweave.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BandsTest {

  private static final List<Double> EDGES = List.of(1.0, 2.5);

  @Test
  void anEdgeBelongsToTheUpperClass() {
    assertEquals("below 1", Bands.className(0.99, EDGES));
    assertEquals("1 to 2.5", Bands.className(1, EDGES));
    assertEquals("2.5 and up", Bands.className(2.5, EDGES));
    assertEquals("2.5 and up", Bands.className(1e9, EDGES));
  }

  @Test
  void namesAreInOrder() {
    assertEquals(List.of("below 1", "1 to 2.5", "2.5 and up"), Bands.classNames(EDGES));
    assertEquals(List.of("below 0", "0 and up"), Bands.classNames(List.of(0.0)));
  }

  @Test
  void withoutEdgesTheNumberIsTheName() {
    assertEquals("3", Bands.className(3, List.of()));
    assertEquals("-2.5", Bands.className(-2.5, List.of()));
    assertEquals(List.of(), Bands.classNames(List.of()));
  }
}
