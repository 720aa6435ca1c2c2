package org.taskweave.data.event;

import java.util.List;
import java.util.Optional;

/**
 * Everything one user did, oldest first.
 *
 * @param events of this user only
 */
public record BehaviorSequence(String user, List<BehaviorEvent> events) {

  public BehaviorSequence {
    events = List.copyOf(events);
  }

  /**
   * One user's events in the order of {@link BehaviorSequences}.
   *
   * @param own of one user, in any order; at least one
   * @param seed of the order among equal times
   * @param orderAttribute name of the attribute that breaks ties of equal times
   */
  public static BehaviorSequence of(
      List<BehaviorEvent> own, long seed, Optional<String> orderAttribute) {
    return new BehaviorSequence(own.get(0).user(), new TieOrder(seed, orderAttribute).sorted(own));
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
