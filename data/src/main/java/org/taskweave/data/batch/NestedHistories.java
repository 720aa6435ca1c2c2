package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/** Groups examples whose histories begin alike: each is the start of the next longer one. */
final class NestedHistories {

  private NestedHistories() {}

  /** Groups by user in the order of their first example, within a group the shortest first. */
  static List<List<Example>> of(List<Example> examples) {
    Map<String, List<Example>> byUser = new LinkedHashMap<>();
    examples.forEach(e -> byUser.computeIfAbsent(e.user(), user -> new ArrayList<>()).add(e));
    List<List<Example>> groups = new ArrayList<>();
    for (List<Example> own : byUser.values()) {
      own.sort(Comparator.comparingInt(example -> example.history().size()));
      List<Example> group = new ArrayList<>();
      for (Example example : own) {
        if (!group.isEmpty() && !begins(group.get(group.size() - 1), example)) {
          groups.add(group);
          group = new ArrayList<>();
        }
        group.add(example);
      }
      groups.add(group);
    }
    return groups;
  }

  /** Histories of one log share its events, so that the last common one tells. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean begins(Example shorter, Example longer) {
    List<BehaviorEvent> start = shorter.history();
    return longer.history().get(start.size() - 1) == start.get(start.size() - 1);
  }
}
