package org.taskweave.data.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The items of a log, in the order of their ids. */
public final class ItemCatalog {

  /**
   * What is known of an item.
   *
   * @param text of the item
   * @param attributes by name; values are Double or String
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

  /** As the other one, everything in the log being known. */
  public static ItemCatalog of(Iterable<BehaviorEvent> events) {
    return of(events, event -> true);
  }

  /**
   * Collects the items of a log as they stand at the end of what is known: the newest known text
   * and values. Of what no known event tells, the oldest of the others stays: an item that comes
   * later comes with a text. Of values with the same time the one that sorts last as text stays, so
   * that the order of the events makes no difference.
   */
  public static ItemCatalog of(Iterable<BehaviorEvent> events, Predicate<BehaviorEvent> known) {
    Map<String, Seen> seenById = new HashMap<>();
    for (BehaviorEvent event : events) {
      seenById.computeIfAbsent(event.item(), id -> new Seen()).see(event, known.test(event));
    }
    return new ItemCatalog(
        seenById.entrySet().stream()
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

  /** The text and attribute values that stay of the events seen so far. */
  private static final class Seen {

    private record Dated(boolean known, long timestampMillis, Object value) {
      boolean givesWayTo(Dated other) {
        if (known != other.known) {
          return other.known;
        }
        return timestampMillis == other.timestampMillis
            ? value.toString().compareTo(other.value.toString()) < 0
            : known == (timestampMillis < other.timestampMillis);
      }
    }

    private final Map<String, Dated> attributes = new HashMap<>();
    private Optional<Dated> text = Optional.empty();

    void see(BehaviorEvent event, boolean known) {
      long time = event.timestampMillis();
      text =
          event
              .text()
              .map(value -> staying(text.orElse(null), new Dated(known, time, value)))
              .or(() -> text);
      event
          .attributes()
          .forEach(
              (name, value) ->
                  attributes.merge(name, new Dated(known, time, value), Seen::staying));
    }

    private static Dated staying(Dated before, Dated other) {
      return before == null || before.givesWayTo(other) ? other : before;
    }

    Item toItem(String id) {
      Map<String, Object> values = new HashMap<>();
      attributes.forEach((name, dated) -> values.put(name, dated.value()));
      return new Item(id, text.map(dated -> dated.value().toString()), values);
    }
  }
}
