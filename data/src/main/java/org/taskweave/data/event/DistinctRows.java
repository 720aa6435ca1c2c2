package org.taskweave.data.event;

import java.util.ArrayList;
import java.util.List;

/**
 * Events without those that equal one before them. Beside the list it takes 8 to 16 bytes of memory
 * for each event while it works, a quarter of what a set of them takes.
 */
public final class DistinctRows {

  private static final int LARGEST_TABLE = 1 << 30;
  private static final int SPREAD = 0x9e3779b9;

  private DistinctRows() {}

  /**
   * The first of equal ones each, in their order.
   *
   * @throws IllegalArgumentException for a thousand million events, which no list should hold
   */
  public static List<BehaviorEvent> of(List<BehaviorEvent> events) {
    if (events.size() >= LARGEST_TABLE) {
      throw new IllegalArgumentException(
          events.size() + " events are more than a list should hold");
    }
    int size = 16;
    while (size < LARGEST_TABLE && size < 2L * events.size()) {
      size *= 2;
    }
    // 1 + the place among the distinct ones; 0 is free. At most half is taken, but for the largest.
    int[] table = new int[size];
    List<BehaviorEvent> distinct = new ArrayList<>();
    for (BehaviorEvent event : events) {
      int at = (event.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(size) + 1);
      while (table[at] != 0 && !distinct.get(table[at] - 1).equals(event)) {
        at = (at + 1) & (size - 1);
      }
      if (table[at] == 0) {
        distinct.add(event);
        table[at] = distinct.size();
      }
    }
    return distinct;
  }
}
