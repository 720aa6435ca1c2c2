package org.taskweave.data.side;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table says of one id from a time on, until its next row.
 *
 * @param validFromMillis {@link #ALWAYS} in a table without times
 * @param text of an item
 * @param values by column: Double or String (several categories, and lists of numbers, joined by
 *     "|"); an unknown value is absent
 */
public record DatedRow(long validFromMillis, Optional<String> text, Map<String, Object> values) {

  /** Before all times. */
  public static final long ALWAYS = Long.MIN_VALUE;

  /** Between several categories, or numbers, of one value. */
  public static final String SEPARATOR = "|";

  public DatedRow {
    values = Map.copyOf(values);
  }

  /** The row that is true at a time: the newest one that does not come after it. */
  public static Optional<DatedRow> asOf(List<DatedRow> oldestFirst, long millis) {
    int low = 0;
    int high = oldestFirst.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (oldestFirst.get(middle).validFromMillis <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(oldestFirst.get(low - 1));
  }
}
