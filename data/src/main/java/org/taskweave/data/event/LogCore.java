package org.taskweave.data.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The k-core of a log: users and items with fewer than k events are removed, which may leave others
 * with fewer than k, again and again until every user and item that is left has k events. It is the
 * largest such part of the log and does not depend on the order of removal.
 *
 * @param events what is left, in the order given; may be none
 * @param usersRemoved of all rounds
 * @param itemsRemoved of all rounds
 * @param rounds that removed something
 */
public record LogCore(List<BehaviorEvent> events, int usersRemoved, int itemsRemoved, int rounds) {

  public LogCore {
    events = List.copyOf(events);
  }

  /**
   * Finds the core.
   *
   * @param k fewest events of a user and of an item
   */
  public static LogCore of(List<BehaviorEvent> events, int k) {
    List<BehaviorEvent> left = List.copyOf(events);
    int users = count(left, BehaviorEvent::user).size();
    int items = count(left, BehaviorEvent::item).size();
    int rounds = 0;
    while (true) {
      Map<String, Integer> ofUser = count(left, BehaviorEvent::user);
      Map<String, Integer> ofItem = count(left, BehaviorEvent::item);
      List<BehaviorEvent> kept =
          left.stream()
              .filter(event -> ofUser.get(event.user()) >= k && ofItem.get(event.item()) >= k)
              .toList();
      if (kept.size() == left.size()) {
        return new LogCore(left, users - ofUser.size(), items - ofItem.size(), rounds);
      }
      left = kept;
      rounds++;
    }
  }

  private static Map<String, Integer> count(
      List<BehaviorEvent> events, Function<BehaviorEvent, String> key) {
    Map<String, Integer> counts = new HashMap<>();
    events.forEach(event -> counts.merge(key.apply(event), 1, Integer::sum));
    return counts;
  }
}
