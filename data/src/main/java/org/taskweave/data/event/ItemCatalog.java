package org.taskweave.data.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The items of a log, in the order of their ids. */
public final class ItemCatalog {

  /**
   * What is known of an item.
   *
   * @param text the newest one seen
   * @param attributes by name, the newest value seen of each; values are Double or String
   */
  public record Item(String id, Optional<String> text, Map<String, Object> attributes) {
    public Item {
      attributes = Map.copyOf(attributes);
    }
  }

  private final TreeMap<String, Item> byId = new TreeMap<>();

  /** A catalog of given items; of two with the same id the later one stays. */
  public ItemCatalog(Iterable<Item> items) {
    for (Item item : items) {
      byId.put(item.id(), item);
    }
  }

  /**
   * Collects the items of a log. Of values with the same time the one that sorts last as text
   * stays, so that the order of the events makes no difference.
   */
  public static ItemCatalog of(Iterable<BehaviorEvent> events) {
    Map<String, Newest> newestById = new HashMap<>();
    for (BehaviorEvent event : events) {
      newestById.computeIfAbsent(event.item(), id -> new Newest()).see(event);
    }
    return new ItemCatalog(
        newestById.entrySet().stream()
            .map(entry -> entry.getValue().toItem(entry.getKey()))
            .toList());
  }

  /** The item of an id; empty when the log does not know it. */
  public Optional<Item> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All items, by id. */
  public List<Item> items() {
    return List.copyOf(byId.values());
  }

  /** How many items there are. */
  public int size() {
    return byId.size();
  }

  /** The newest text and attribute values seen so far. */
  private static final class Newest {

    private record Dated(long timestampMillis, Object value) {
      boolean isOlderThan(long otherMillis, Object other) {
        return timestampMillis < otherMillis
            || (timestampMillis == otherMillis && value.toString().compareTo(other.toString()) < 0);
      }
    }

    private Dated text;
    private final Map<String, Dated> attributes = new HashMap<>();

    void see(BehaviorEvent event) {
      long time = event.timestampMillis();
      if (event.text().isPresent()
          && (text == null || text.isOlderThan(time, event.text().get()))) {
        text = new Dated(time, event.text().get());
      }
      event
          .attributes()
          .forEach(
              (name, value) -> {
                Dated known = attributes.get(name);
                if (known == null || known.isOlderThan(time, value)) {
                  attributes.put(name, new Dated(time, value));
                }
              });
    }

    Item toItem(String id) {
      Map<String, Object> values = new HashMap<>();
      attributes.forEach((name, dated) -> values.put(name, dated.value()));
      return new Item(id, Optional.ofNullable(text).map(dated -> dated.value().toString()), values);
    }
  }
}
