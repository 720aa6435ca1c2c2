package org.taskweave.data.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sorts one user's events: by time; equal times by the order attribute where there is one; then by
 * a seeded hash of the basket, which keeps a basket together, and of the event's content. The order
 * the events come in never matters, because it may tell what a model must not know (the order in
 * which an invoice was picked).
 */
final class TieOrder {

  private record Keyed(BehaviorEvent event, long basketHash, long eventHash) {}

  private final long seed;
  private final Optional<String> orderAttribute;
  private final Comparator<Keyed> comparator;

  TieOrder(long seed, Optional<String> orderAttribute) {
    this.seed = seed;
    this.orderAttribute = orderAttribute;
    this.comparator =
        Comparator.comparing(Keyed::event, this::byOrderAttribute)
            .thenComparingLong(Keyed::basketHash)
            .thenComparingLong(Keyed::eventHash)
            .thenComparing(keyed -> String.join("\u0000", EventText.of(keyed.event())));
  }

  List<BehaviorEvent> sorted(List<BehaviorEvent> events) {
    List<BehaviorEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(BehaviorEvent::timestampMillis));
    int end;
    for (int first = 0; first < sorted.size(); first = end) {
      end = first + 1;
      while (end < sorted.size()
          && sorted.get(end).timestampMillis() == sorted.get(first).timestampMillis()) {
        end++;
      }
      if (end - first > 1) {
        sortTies(sorted.subList(first, end));
      }
    }
    return sorted;
  }

  /** Events of one time; only these are worth a hash. */
  private void sortTies(List<BehaviorEvent> tied) {
    List<Keyed> keyed = new ArrayList<>(tied.size());
    for (BehaviorEvent event : tied) {
      long eventHash = SeededHash.of(seed, EventText.of(event));
      long basketHash =
          event.basket().map(basket -> SeededHash.of(seed, List.of(basket))).orElse(eventHash);
      keyed.add(new Keyed(event, basketHash, eventHash));
    }
    keyed.sort(comparator);
    for (int i = 0; i < keyed.size(); i++) {
      tied.set(i, keyed.get(i).event());
    }
  }

  /** Numbers before text before nothing. */
  private int byOrderAttribute(BehaviorEvent left, BehaviorEvent right) {
    if (orderAttribute.isEmpty()) {
      return 0;
    }
    Object leftValue = left.attributes().get(orderAttribute.get());
    Object rightValue = right.attributes().get(orderAttribute.get());
    if (leftValue instanceof Double leftNumber && rightValue instanceof Double rightNumber) {
      return leftNumber.compareTo(rightNumber);
    }
    if (leftValue instanceof String leftText && rightValue instanceof String rightText) {
      return leftText.compareTo(rightText);
    }
    return Integer.compare(rank(leftValue), rank(rightValue));
  }

  private static int rank(Object value) {
    if (value == null) {
      return 2;
    }
    return value instanceof Double ? 0 : 1;
  }
}
