package org.taskweave.data.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;

/**
 * A whole log as one sequence per user, users in the order of their names.
 *
 * <p>Within a user events are oldest first. Equal times are ordered by the order attribute if there
 * is one (numbers ascending, then text ascending, events without it last), and after that by a
 * seeded hash of the basket and of the event's content: baskets stay together, and the order in
 * which the events were read makes no difference.
 */
public final class BehaviorSequences implements Iterable<BehaviorSequence> {

  private final Map<String, BehaviorSequence> byUser;
  private final long firstEventMillis;
  private final long lastEventMillis;

  private BehaviorSequences(Map<String, BehaviorSequence> byUser) {
    this.byUser = byUser;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (BehaviorSequence sequence : byUser.values()) {
      List<BehaviorEvent> events = sequence.events();
      first = Math.min(first, events.get(0).timestampMillis());
      last = Math.max(last, events.get(events.size() - 1).timestampMillis());
    }
    this.firstEventMillis = first;
    this.lastEventMillis = last;
  }

  /**
   * Groups events by user.
   *
   * @param seed of the order among equal times
   * @param orderAttribute name of the attribute that breaks ties of equal times
   * @throws InvalidInputException when there is no event
   */
  public static BehaviorSequences of(
      Iterable<BehaviorEvent> events, long seed, Optional<String> orderAttribute) {
    Map<String, List<BehaviorEvent>> grouped = new TreeMap<>();
    for (BehaviorEvent event : events) {
      grouped.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
    }
    if (grouped.isEmpty()) {
      throw new InvalidInputException("The log holds no events: at least one is needed.");
    }
    TieOrder order = new TieOrder(seed, orderAttribute);
    Map<String, BehaviorSequence> byUser = new TreeMap<>();
    grouped.forEach((user, own) -> byUser.put(user, new BehaviorSequence(user, order.sorted(own))));
    return new BehaviorSequences(byUser);
  }

  /** The sequence of one user; empty for a user the log does not know. */
  public Optional<BehaviorSequence> find(String user) {
    return Optional.ofNullable(byUser.get(user));
  }

  /** All users, in the order of iteration. */
  public List<String> users() {
    return List.copyOf(byUser.keySet());
  }

  @Override
  public Iterator<BehaviorSequence> iterator() {
    return List.copyOf(byUser.values()).iterator();
  }

  /** Time of the oldest event: the start of the log. */
  public long firstEventMillis() {
    return firstEventMillis;
  }

  /** Time of the newest event of any user: the end of the log; nothing is known after it. */
  public long lastEventMillis() {
    return lastEventMillis;
  }
}
