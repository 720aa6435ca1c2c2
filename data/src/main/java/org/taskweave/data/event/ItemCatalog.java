package org.taskweave.data.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.taskweave.data.side.DatedRow;
import org.taskweave.data.side.SideTable;

/** The items of a log, in the order of their ids. */
public final class ItemCatalog {

  /**
   * What is known of an item.
   *
   * @param text of the item
   * @param attributes by name; values are Double or String
   * @param rows of a table whose rows are true from a time on, the oldest first; none where the
   *     attributes are always true
   */
  public record Item(
      String id, Optional<String> text, Map<String, Object> attributes, List<DatedRow> rows) {
    public Item {
      attributes = Map.copyOf(attributes);
      rows = List.copyOf(rows);
    }

    /** An item whose attributes are always true. */
    public Item(String id, Optional<String> text, Map<String, Object> attributes) {
      this(id, text, attributes, List.of());
    }

    /** The attributes that are true at a time. */
    public Map<String, Object> asOf(long millis) {
      return rows.isEmpty()
          ? attributes
          : DatedRow.asOf(rows, millis).map(DatedRow::values).orElse(Map.of());
    }
  }

  private final TreeMap<String, Item> byId = new TreeMap<>();

  /** A catalog of given items; of two with the same id the later one stays. */
  public ItemCatalog(Iterable<Item> items) {
    for (Item item : items) {
      byId.put(item.id(), item);
    }
  }

  /** The items of a log that tells no attributes of items, everything in it being known. */
  public static ItemCatalog of(Iterable<BehaviorEvent> events) {
    return of(events, event -> true, List.of());
  }

  /**
   * Collects the items of a log as they stand at the end of what is known: the newest known text
   * and values. Of what no known event tells, the oldest of the others stays: an item that comes
   * later comes with a text. Of values with the same time the one that sorts last as text stays, so
   * that the order of the events makes no difference.
   *
   * @param attributes those of the events' attributes that are the items' own
   */
  public static ItemCatalog of(
      Iterable<BehaviorEvent> events,
      Predicate<BehaviorEvent> known,
      Collection<String> attributes) {
    Collector collector = new Collector(attributes);
    for (BehaviorEvent event : events) {
      collector.see(event, known.test(event));
    }
    return collector.catalog();
  }

  /** Collects the items of events that come one after the other, in any order. */
  public static final class Collector {
    private final Collection<String> attributes;
    private final Map<String, Seen> seenById = new HashMap<>();

    /**
     * A collector that has seen nothing.
     *
     * @param attributes those of the events' attributes that are the items' own
     */
    public Collector(Collection<String> attributes) {
      this.attributes = List.copyOf(attributes);
    }

    /** Looks at an event, which may be known when training ends or not. */
    public void see(BehaviorEvent event, boolean known) {
      seenById.computeIfAbsent(event.item(), id -> new Seen()).see(event, known, attributes);
    }

    /** What was seen. */
    public ItemCatalog catalog() {
      return new ItemCatalog(
          seenById.entrySet().stream()
              .map(entry -> entry.getValue().toItem(entry.getKey()))
              .toList());
    }
  }

  /**
   * This catalog with a table of items: its items are in the catalog, too, and attributes are those
   * of the table. Of an item with several rows the one stands that is true at a time, or else its
   * oldest: an item that comes later comes with a text. Of an item without a row, and of one whose
   * rows have no text, the log's text stays.
   *
   * @param millis when what may be learned from ends
   */
  public ItemCatalog with(SideTable table, long millis) {
    Map<String, Item> items = new TreeMap<>();
    byId.values().forEach(item -> items.put(item.id(), new Item(item.id(), item.text(), Map.of())));
    table
        .rows()
        .forEach(
            (id, rows) -> {
              DatedRow now = DatedRow.asOf(rows, millis).orElse(rows.get(0));
              Optional<String> text =
                  now.text().or(() -> Optional.ofNullable(items.get(id)).flatMap(Item::text));
              boolean always = rows.get(0).validFromMillis() == DatedRow.ALWAYS;
              items.put(id, new Item(id, text, now.values(), always ? List.of() : rows));
            });
    return new ItemCatalog(items.values());
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

    void see(BehaviorEvent event, boolean known, Collection<String> ofItem) {
      long time = event.timestampMillis();
      text =
          event
              .text()
              .map(value -> staying(text.orElse(null), new Dated(known, time, value)))
              .or(() -> text);
      for (String name : ofItem) {
        Object value = event.attributes().get(name);
        if (value != null) {
          attributes.merge(name, new Dated(known, time, value), Seen::staying);
        }
      }
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
