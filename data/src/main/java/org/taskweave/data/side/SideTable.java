package org.taskweave.data.side;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table of items or of users: for each id its rows, the oldest first. */
public final class SideTable {

  /** A table that knows nobody. */
  public static final SideTable EMPTY = new SideTable(Map.of());

  private final SortedMap<String, List<DatedRow>> rows;

  /** A table of rows by id, in any order. */
  public SideTable(Map<String, List<DatedRow>> rowsById) {
    TreeMap<String, List<DatedRow>> sorted = new TreeMap<>();
    rowsById.forEach(
        (id, rows) -> {
          List<DatedRow> ascending = new ArrayList<>(rows);
          ascending.sort(Comparator.comparingLong(DatedRow::validFromMillis));
          sorted.put(id, List.copyOf(ascending));
        });
    this.rows = Collections.unmodifiableSortedMap(sorted);
  }

  /** What is true of an id at a time; empty where the table does not know. */
  public Optional<DatedRow> asOf(String id, long millis) {
    return DatedRow.asOf(of(id), millis);
  }

  /** All rows of an id, the oldest first; none where the table does not know it. */
  public List<DatedRow> of(String id) {
    return rows.getOrDefault(id, List.of());
  }

  /** All rows by id. */
  public SortedMap<String, List<DatedRow>> rows() {
    return rows;
  }
}
