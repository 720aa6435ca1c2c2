package org.taskweave.data.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.data.side.DatedRow;
import org.taskweave.data.side.SideTable;

class ItemCatalogTest {

  private static BehaviorEvent event(
      String item, long time, String text, Map<String, Object> attributes) {
    return new BehaviorEvent(
        "ann", item, "buy", time, Optional.ofNullable(text), Optional.empty(), attributes);
  }

  @Test
  void keepsTheNewestTextAndValueOfEachAttributeOfAnItemAndNoOther() {
    ItemCatalog catalog =
        ItemCatalog.of(
            List.of(
                event("mug", 9, null, Map.of("price", 3.0)),
                event("mug", 7, "Red mug", Map.of("price", 2.0, "color", "red")),
                event("mug", 5, "Old mug", Map.of("stars", 1.0)),
                event("cup", 1, null, Map.of("stars", 5.0))),
            event -> true,
            List.of("price", "color"));
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
    List<String> ofItem = List.of("price", "color");
    ItemCatalog catalog = ItemCatalog.of(events, event -> event.timestampMillis() < 10, ofItem);
    assertEquals(
        List.of(
            new ItemCatalog.Item("mug", Optional.of("Mug"), Map.of("price", 3.0, "color", "red")),
            new ItemCatalog.Item("pot", Optional.of("Pot"), Map.of("price", 7.0))),
        catalog.items());
    List<BehaviorEvent> backwards = new ArrayList<>(events);
    Collections.reverse(backwards);
    assertEquals(
        catalog.items(),
        ItemCatalog.of(backwards, event -> event.timestampMillis() < 10, ofItem).items());
  }

  private static DatedRow row(long from, String text, String brand) {
    return new DatedRow(from, Optional.ofNullable(text), Map.of("brand", brand));
  }

  /** The mug's text is the log's, the pot's first row comes after 10, the pan is nowhere else. */
  @Test
  void aTableGivesAttributesAndItemsThatNeverOccurred() {
    ItemCatalog ofLog =
        ItemCatalog.of(
            List.of(
                event("mug", 5, "Mug", Map.of("price", 2.0)),
                event("pot", 5, "Old pot", Map.of()),
                event("cup", 5, "Cup", Map.of("price", 2.0))),
            event -> true,
            List.of("price"));
    List<DatedRow> mug = List.of(row(3, null, "A"), row(9, null, "B"), row(12, null, "C"));
    List<DatedRow> pot = List.of(row(11, "Pot", "D"));
    ItemCatalog catalog =
        ofLog.with(
            new SideTable(
                Map.of("mug", mug, "pot", pot, "pan", List.of(row(DatedRow.ALWAYS, "Pan", "E")))),
            10);
    assertEquals(
        List.of(
            new ItemCatalog.Item("cup", Optional.of("Cup"), Map.of()),
            new ItemCatalog.Item("mug", Optional.of("Mug"), Map.of("brand", "B"), mug),
            new ItemCatalog.Item("pan", Optional.of("Pan"), Map.of("brand", "E")),
            new ItemCatalog.Item("pot", Optional.of("Pot"), Map.of("brand", "D"), pot)),
        catalog.items());
    ItemCatalog.Item dated = catalog.find("mug").orElseThrow();
    assertEquals(Map.of(), dated.asOf(2));
    assertEquals(Map.of("brand", "A"), dated.asOf(3));
    assertEquals(Map.of("brand", "A"), dated.asOf(8));
    assertEquals(Map.of("brand", "B"), dated.asOf(9));
    assertEquals(Map.of("brand", "C"), dated.asOf(99));
    assertEquals(Map.of("brand", "E"), catalog.find("pan").orElseThrow().asOf(0));
  }
}
