package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;

/** A history written down event by event; those of one time share a basket. */
record Visits(List<Integer> items, List<Long> times) {

  static final Visits NONE = new Visits(List.of(), List.of());

  /** With one more event, which is asked for. */
  Visits with(int item, long time) {
    List<Integer> more = new ArrayList<>(items);
    List<Long> later = new ArrayList<>(times);
    more.add(item);
    later.add(time);
    return new Visits(more, later);
  }

  ItemHistory history() {
    int size = items.size();
    ItemHistory history =
        new ItemHistory(new int[size], new int[size], new long[size], new boolean[size]);
    for (int e = 0; e < size; e++) {
      history.items()[e] = items.get(e);
      history.times()[e] = times.get(e);
      history.asked()[e] = true;
      history.baskets()[e] =
          e == 0 ? 0 : history.baskets()[e - 1] + (times.get(e).equals(times.get(e - 1)) ? 0 : 1);
    }
    return history;
  }
}
