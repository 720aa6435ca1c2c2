package org.taskweave.data.event;

import java.util.Map;
import java.util.Optional;

/**
 * One thing a user did with an item.
 *
 * @param timestampMillis milliseconds since the epoch
 * @param text of the item
 * @param basket events of one purchase, invoice or session share it
 * @param attributes by name; values are Double or String; an unknown value is absent
 */
public record BehaviorEvent(
    String user,
    String item,
    String action,
    long timestampMillis,
    Optional<String> text,
    Optional<String> basket,
    Map<String, Object> attributes) {

  public BehaviorEvent {
    attributes = Map.copyOf(attributes);
    attributes.forEach(
        (name, value) -> {
          if (!(value instanceof String) && !(value instanceof Double)) {
            throw new IllegalArgumentException(
                "attribute \""
                    + name
                    + "\" is a "
                    + value.getClass().getName()
                    + ": attributes are Double or String");
          }
        });
  }
}
