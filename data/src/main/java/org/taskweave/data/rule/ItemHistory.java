package org.taskweave.data.rule;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.taskweave.data.event.Baskets;
import org.taskweave.data.event.BehaviorEvent;

/**
 * What a user did, as rows of the catalog, oldest first; items that the catalog lacks are left out.
 *
 * @param items [T] rows of the catalog
 * @param baskets [T] ascending from 0: neighbours that share a basket have the same number. Where
 *     the log has no baskets, events of the same time share one
 * @param times [T] milliseconds
 * @param asked [T] whether the event can be what a task asks for next
 */
public record ItemHistory(int[] items, int[] baskets, long[] times, boolean[] asked) {

  /**
   * A history as rows.
   *
   * @param catalog ids, ascending
   * @param action that a task asks for; empty for any
   */
  public static ItemHistory of(
      List<BehaviorEvent> events, List<String> catalog, Optional<String> action) {
    int[] rows =
        events.stream().mapToInt(e -> Collections.binarySearch(catalog, e.item())).toArray();
    int size = (int) Arrays.stream(rows).filter(row -> row >= 0).count();
    ItemHistory history =
        new ItemHistory(new int[size], new int[size], new long[size], new boolean[size]);
    BehaviorEvent before = null;
    int at = 0;
    for (int e = 0; e < rows.length; e++) {
      BehaviorEvent event = events.get(e);
      if (rows[e] >= 0) {
        history.items[at] = rows[e];
        history.times[at] = event.timestampMillis();
        history.baskets[at] =
            at == 0 ? 0 : history.baskets[at - 1] + (Baskets.shared(before, event) ? 0 : 1);
        history.asked[at] = action.isEmpty() || action.get().equals(event.action());
        before = event;
        at++;
      }
    }
    return history;
  }

  /** E. */
  public int size() {
    return items.length;
  }

  /** Where the last event's basket begins; 0 for an empty history. */
  int startOfLastBasket() {
    int from = size();
    while (from > 0 && baskets[from - 1] == baskets[size() - 1]) {
      from--;
    }
    return from;
  }
}
