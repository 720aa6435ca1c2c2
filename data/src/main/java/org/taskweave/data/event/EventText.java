package org.taskweave.data.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An event's whole content as texts in a fixed order: what hashes of an event are made of. */
public final class EventText {

  private EventText() {}

  /** User, item, action, time, text, basket and the attributes by name; absent values are empty. */
  public static List<String> of(BehaviorEvent event) {
    List<String> parts = new ArrayList<>();
    parts.add(event.user());
    parts.add(event.item());
    parts.add(event.action());
    parts.add(Long.toString(event.timestampMillis()));
    parts.add(event.text().orElse(""));
    parts.add(event.basket().orElse(""));
    Map<String, Object> attributes = event.attributes();
    (attributes.size() > 1 ? new TreeMap<>(attributes) : attributes)
        .forEach(
            (name, value) -> {
              parts.add(name);
              parts.add(value.toString());
            });
    return parts;
  }
}
