package org.taskweave.data.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The first event of each user with each item. Of events at the same time the order attribute
 * tells, then a hash of their content, so that the order in which they were read makes no
 * difference.
 */
public final class FirstEvents {

  private FirstEvents() {}

  /**
   * Drops repeats.
   *
   * @param orderAttribute name of the attribute that breaks ties of equal times
   * @return what is left, in the order given
   */
  public static List<BehaviorEvent> of(
      List<BehaviorEvent> events, Optional<String> orderAttribute) {
    Map<String, List<BehaviorEvent>> byUser = new TreeMap<>();
    for (BehaviorEvent event : events) {
      byUser.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
    }
    TieOrder order = new TieOrder(0, orderAttribute);
    Set<BehaviorEvent> first = Collections.newSetFromMap(new IdentityHashMap<>());
    for (List<BehaviorEvent> own : byUser.values()) {
      Set<String> seen = new HashSet<>();
      for (BehaviorEvent event : order.sorted(own)) {
        if (seen.add(event.item())) {
          first.add(event);
        }
      }
    }
    return events.stream().filter(first::contains).toList();
  }
}
