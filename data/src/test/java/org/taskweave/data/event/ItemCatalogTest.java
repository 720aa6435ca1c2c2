package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemCatalogTest {

  private static BehaviorEvent event(
      String item, long time, String text, Map<String, Object> attributes) {
    return new BehaviorEvent(
        "ann", item, "buy", time, Optional.ofNullable(text), Optional.empty(), attributes);
  }

  @Test
  void keepsTheNewestTextAndValueOfEachAttribute() {
    ItemCatalog catalog =
        ItemCatalog.of(
            List.of(
                event("mug", 9, null, Map.of("price", 3.0)),
                event("mug", 7, "Red mug", Map.of("price", 2.0, "color", "red")),
                event("mug", 5, "Old mug", Map.of()),
                event("cup", 1, null, Map.of())));
    assertEquals(2, catalog.size());
    assertEquals(
        List.of(
            new ItemCatalog.Item("cup", Optional.empty(), Map.of()),
            new ItemCatalog.Item(
                "mug", Optional.of("Red mug"), Map.of("price", 3.0, "color", "red"))),
        catalog.items());
    assertEquals(Optional.empty(), catalog.find("pot"));
  }

  @Test
  void atTheSameTimeTheInputOrderMakesNoDifference() {
    BehaviorEvent left = event("mug", 5, "A mug", Map.of());
    BehaviorEvent right = event("mug", 5, "Mug", Map.of());
    assertEquals(
        ItemCatalog.of(List.of(left, right)).items(), ItemCatalog.of(List.of(right, left)).items());
  }

  /** Known is what came before day 10: the mug's later price is not, the pot comes as it came. */
  @Test
  void ofWhatIsNotKnownOnlyTheFirstOfWhatIsNewStays() {
    List<BehaviorEvent> events =
        List.of(
            event("mug", 5, "Mug", Map.of("price", 2.0)),
            event("mug", 8, null, Map.of("price", 3.0)),
            event("mug", 12, "Sold out", Map.of("price", 9.0, "color", "red")),
            event("mug", 14, null, Map.of("color", "blue")),
            event("pot", 15, "Pot, reduced", Map.of("price", 4.0)),
            event("pot", 11, "Pot", Map.of("price", 7.0)));
    ItemCatalog catalog = ItemCatalog.of(events, event -> event.timestampMillis() < 10);
    assertEquals(
        List.of(
            new ItemCatalog.Item("mug", Optional.of("Mug"), Map.of("price", 3.0, "color", "red")),
            new ItemCatalog.Item("pot", Optional.of("Pot"), Map.of("price", 7.0))),
        catalog.items());
    List<BehaviorEvent> backwards = new ArrayList<>(events);
    Collections.reverse(backwards);
    assertEquals(
        catalog.items(), ItemCatalog.of(backwards, event -> event.timestampMillis() < 10).items());
  }
}
