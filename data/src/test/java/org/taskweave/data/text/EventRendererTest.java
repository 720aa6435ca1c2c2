package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.taskweave.data.TestEvents.event;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;

class EventRendererTest {

  private static final List<String> ATTRIBUTES = List.of("price", "brand");

  private static String text(String template, BehaviorEvent event) {
    return new EventRenderer(template, ATTRIBUTES).text(event);
  }

  @Test
  void fillsPlaceholders() {
    assertEquals(
        "view Acme: red mug (item-7) for 2.5",
        text(
            "{action} {brand}: {text} ({item}) for {price}",
            event(1, "view", "red mug", "brand", "Acme", "price", 2.5)));
  }

  @Test
  void wholeNumbersHaveNoDecimals() {
    assertEquals("3", text("{price}", event(1, "view", null, "price", 3.0)));
    assertEquals("-0.25", text("{price}", event(1, "view", null, "price", -0.25)));
  }

  @Test
  void absentValuesLeaveNothingNotEvenASpace() {
    assertEquals("view", text("{brand} {action} {text} {price}", event(1, "view", null)));
    assertEquals("", text("{text} {price}", event(1, "view", null)));
  }

  @Test
  void whiteSpaceCollapses() {
    assertEquals(
        "a view red mug b",
        text("  a  {action}\n{text}\tb ", event(1, "view", " red \t\n\u3000mug  ")));
  }

  @Test
  void placeholdersInValuesAreText() {
    assertEquals(
        "view {action} $1 \\", text("{action} {text}", event(1, "view", "{action} $1 \\")));
  }

  @Test
  void tellsWhereTheItemTextLies() {
    assertEquals(
        new RenderedEvent("view red mug now", 5, 12),
        new EventRenderer("{action}{text}now", ATTRIBUTES).render(event(1, "view", " red mug ")));
    assertEquals(
        new RenderedEvent("red mug", 0, 7),
        new EventRenderer("{text}", ATTRIBUTES).render(event(1, "view", " red mug ")));
    assertEquals(
        new RenderedEvent("mug or mug", 0, 3),
        new EventRenderer("{text} or {text}", ATTRIBUTES).render(event(1, "view", "mug")));
  }

  @Test
  void anEventWithoutItemTextHasNoPlaceForIt() {
    for (String text : new String[] {null, "", " \t"}) {
      assertEquals(
          new RenderedEvent("view", -1, -1),
          new EventRenderer("{action} {text}", ATTRIBUTES).render(event(1, "view", text)));
    }
  }

  @Test
  void refusesAPlaceholderThatIsNothing() {
    assertEquals(
        "sequence.template: \"{prise}\" is nothing an event has; did you mean \"price\"?",
        assertThrows(
                InvalidInputException.class, () -> new EventRenderer("{text} {prise}", ATTRIBUTES))
            .getMessage());
    assertEquals(
        "sequence.template: \"{}\" is nothing an event has; choose from: action, text, item, price,"
            + " brand",
        assertThrows(InvalidInputException.class, () -> new EventRenderer("{}", ATTRIBUTES))
            .getMessage());
  }
}
