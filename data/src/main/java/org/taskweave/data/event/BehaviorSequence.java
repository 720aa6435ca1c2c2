package org.taskweave.data.event;

import java.util.List;

/**
 * Everything one user did, oldest first.
 *
 * @param events of this user only
 */
public record BehaviorSequence(String user, List<BehaviorEvent> events) {

  public BehaviorSequence {
    events = List.copyOf(events);
  }

  /** Time of the newest event. */
  public long lastEventMillis() {
    return events.get(events.size() - 1).timestampMillis();
  }

  /** The events strictly before a time. */
  public List<BehaviorEvent> before(long cutMillis) {
    return events.subList(0, firstAtOrAfter(cutMillis));
  }

  /** The events at or after a time and strictly before another. */
  public List<BehaviorEvent> between(long fromMillis, long untilMillis) {
    return events.subList(firstAtOrAfter(fromMillis), firstAtOrAfter(untilMillis));
  }

  private int firstAtOrAfter(long millis) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).timestampMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
