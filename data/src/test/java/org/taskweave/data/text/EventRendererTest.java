package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;

class EventRendererTest {

  private static BehaviorEvent event(String text, Map<String, Object> attributes) {
    return new BehaviorEvent(
        "u", "i7", "buy", 0, Optional.ofNullable(text), Optional.empty(), attributes);
  }

  private static String render(String template, BehaviorEvent event) {
    return new EventRenderer(template, List.of("price", "colour")).text(event);
  }

  @Test
  void placeholdersAreReplacedAndWhiteSpaceCollapses() {
    assertEquals(
        "buy i7: red mug for 3",
        render(
            "{action} {item}: {colour}  {text} for {price}",
            event(" mug ", Map.of("price", 3.0, "colour", "red"))));
    assertEquals("2.5", render("{price}", event("mug", Map.of("price", 2.5))));
  }

  @Test
  void whatIsAbsentIsEmpty() {
    assertEquals("buy", render("{action} {text} {colour}", event(null, Map.of())));
    assertEquals("", render("{text}", event(null, Map.of())));
  }

  @Test
  void unknownPlaceholdersAreRefused() {
    String message =
        assertThrows(
                InvalidInputException.class, () -> render("{color} {text}", event("m", Map.of())))
            .getMessage();
    assertTrue(message.contains("{color}") && message.contains("colour"), message);
  }

  @Test
  void theItemsTextIsFoundInTheResult() {
    RenderedEvent rendered =
        new EventRenderer("{action}  {text}!", List.of()).render(event("red mug", Map.of()));
    assertEquals("buy red mug!", rendered.text());
    assertEquals("red mug", rendered.text().substring(rendered.itemStart(), rendered.itemEnd()));
  }
}
