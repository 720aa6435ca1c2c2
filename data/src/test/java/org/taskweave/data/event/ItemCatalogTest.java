package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
