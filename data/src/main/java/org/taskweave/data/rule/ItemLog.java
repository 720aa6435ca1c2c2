package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/**
 * What the training split shows of each user: the longest history of the training examples, and
 * what their labels tell of what came next after it, with its basket.
 *
 * @param items N
 * @param users in the order of their names
 * @param names of the users
 */
public record ItemLog(int items, List<ItemHistory> users, List<String> names) {

  public ItemLog {
    users = List.copyOf(users);
    names = List.copyOf(names);
  }

  /** Users without names. */
  public ItemLog(int items, List<ItemHistory> users) {
    this(items, users, IntStream.range(0, users.size()).mapToObj(Integer::toString).toList());
  }

  /** The users that a fold does not hold. */
  ItemLog without(int fold) {
    int[] kept =
        IntStream.range(0, users.size()).filter(u -> UserFold.of(names.get(u)) != fold).toArray();
    return new ItemLog(
        items,
        Arrays.stream(kept).mapToObj(users::get).toList(),
        Arrays.stream(kept).mapToObj(names::get).toList());
  }

  /**
   * The log of a task.
   *
   * @param task with the catalog's items as classes
   * @param index of the task
   * @param training examples
   */
  public static ItemLog of(TaskSpec task, int index, List<Example> training) {
    Map<String, List<Example>> longest = new TreeMap<>();
    for (Example example : training) {
      List<Example> known = longest.computeIfAbsent(example.user(), user -> new ArrayList<>());
      int longer = known.isEmpty() ? 1 : example.history().size() - known.get(0).history().size();
      if (longer > 0) {
        known.clear();
      }
      if (longer >= 0) {
        known.add(example);
      }
    }
    List<ItemHistory> users = new ArrayList<>();
    for (List<Example> examples : longest.values()) {
      List<BehaviorEvent> events = new ArrayList<>(examples.get(0).history());
      events.addAll(labels(examples, index));
      users.add(ItemHistory.of(events, task.classes(), task.label().namedAction()));
    }
    return new ItemLog(task.classes().size(), users, List.copyOf(longest.keySet()));
  }

  /** What came after a history, by the labels of all examples that have it; each event once. */
  private static List<BehaviorEvent> labels(List<Example> examples, int index) {
    Set<BehaviorEvent> known = Collections.newSetFromMap(new IdentityHashMap<>());
    List<BehaviorEvent> events = new ArrayList<>();
    for (Example example : examples) {
      example.labels().get(index).basket().stream().filter(known::add).forEach(events::add);
    }
    return events.stream()
        .sorted(Comparator.comparingLong(BehaviorEvent::timestampMillis))
        .toList();
  }

  /** How often each item came [N], of events that a task asks for from a time on. */
  int[] countsSince(long millis) {
    int[] counts = new int[items];
    for (ItemHistory user : users) {
      for (int e = 0; e < user.size(); e++) {
        counts[user.items()[e]] += user.asked()[e] && user.times()[e] >= millis ? 1 : 0;
      }
    }
    return counts;
  }

  /** Time of the newest event; the least of all where there is none. */
  long newestMillis() {
    long newest = Long.MIN_VALUE;
    for (ItemHistory user : users) {
      if (user.size() > 0) {
        newest = Math.max(newest, user.times()[user.size() - 1]);
      }
    }
    return newest;
  }

  /** Share of the events whose basket has another event. */
  double shareInBaskets() {
    long events = 0;
    long together = 0;
    for (ItemHistory user : users) {
      for (int e = 0; e < user.size(); e++) {
        int own = user.baskets()[e];
        boolean shared =
            (e > 0 && user.baskets()[e - 1] == own)
                || (e + 1 < user.size() && user.baskets()[e + 1] == own);
        together += shared ? 1 : 0;
        events++;
      }
    }
    return events == 0 ? 0 : together / (double) events;
  }
}
