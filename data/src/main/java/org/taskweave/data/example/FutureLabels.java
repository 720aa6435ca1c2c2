package org.taskweave.data.example;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.taskweave.core.task.Bands;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.Baskets;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.history.HistoryStatistics;

/**
 * Labels that are read from the events after the cut. In a window that is not complete, because its
 * horizon runs past the end of the log, a label is known only if what is there settles it: an event
 * that did happen, a next event or basket that is there. A sum, a mean or a set over the horizon,
 * and an event that has not happened yet, are missing.
 */
final class FutureLabels {

  private FutureLabels() {}

  /** 1 if an event of the action is there, 0 if there will be none. */
  static LabelValue occurs(String action, LabelWindow window) {
    boolean happens = window.events().stream().anyMatch(event -> event.action().equals(action));
    if (happens) {
      return new LabelValue.Quantity(1);
    }
    return window.isComplete() ? new LabelValue.Quantity(0) : new LabelValue.Missing();
  }

  /** How many events, baskets or days of the action are there. */
  static LabelValue count(LabelRule.Count rule, LabelWindow window) {
    return window.isComplete()
        ? new LabelValue.Quantity(
            HistoryStatistics.value(
                new HistoryStatistic.Count(rule.action(), rule.of(), OptionalDouble.empty()),
                window.events(),
                window.seenMillis()))
        : new LabelValue.Missing();
  }

  /**
   * Days to the first event of the action, or how long none was seen; missing if nothing was looked
   * at.
   */
  static LabelValue timeUntil(LabelRule.TimeUntil rule, LabelWindow window) {
    Optional<BehaviorEvent> first =
        window.events().stream().filter(event -> event.action().equals(rule.action())).findFirst();
    long until = first.map(BehaviorEvent::timestampMillis).orElse(window.seenMillis());
    double days = (until - window.cutMillis()) / LabelHorizon.MILLIS_PER_DAY;
    return first.isEmpty() && days <= 0
        ? new LabelValue.Missing()
        : new LabelValue.Duration(days, first.isPresent());
  }

  /** A number of the horizon or of its next basket. Events without the attribute do not count. */
  static LabelValue value(TaskSpec task, LabelRule.Value rule, LabelWindow window) {
    List<BehaviorEvent> events = ofAction(window.events(), rule.action());
    if (events.isEmpty()) {
      boolean isKnownSum =
          rule.over() == LabelRule.Span.HORIZON
              && rule.aggregate() == LabelRule.Aggregate.SUM
              && window.isComplete();
      return isKnownSum ? new LabelValue.Quantity(0) : new LabelValue.Missing();
    }
    boolean needsAll =
        rule.over() == LabelRule.Span.HORIZON && rule.aggregate() != LabelRule.Aggregate.NEXT;
    if (needsAll && !window.isComplete()) {
      return new LabelValue.Missing();
    }
    List<BehaviorEvent> spanned =
        rule.over() == LabelRule.Span.NEXT_BASKET ? nextBasket(events) : events;
    double[] numbers =
        spanned.stream()
            .map(event -> AttributeValues.number(event, rule.attribute(), task.name()))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    if (numbers.length == 0) {
      return new LabelValue.Missing();
    }
    double number = aggregate(rule.aggregate(), numbers);
    double label = rule.scaled(number);
    task.labelForm()
        .objection(label)
        .ifPresent(
            objection -> {
              throw AttributeValues.mistake(
                  spanned.get(0), rule.attribute(), label, task.name(), objection);
            });
    return new LabelValue.Quantity(label);
  }

  private static double aggregate(LabelRule.Aggregate aggregate, double[] numbers) {
    if (aggregate == LabelRule.Aggregate.NEXT) {
      return numbers[0];
    }
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return aggregate == LabelRule.Aggregate.MEAN ? sum / numbers.length : sum;
  }

  /** 1 or 0 by what the next event of the rule's action says, missing when that says nothing. */
  static LabelValue ofNext(
      LabelRule rule, LabelWindow window, Function<BehaviorEvent, Optional<Boolean>> answer) {
    return ofAction(window.events(), rule.namedAction()).stream()
        .findFirst()
        .flatMap(answer)
        .<LabelValue>map(yes -> new LabelValue.Quantity(yes ? 1 : 0))
        .orElseGet(LabelValue.Missing::new);
  }

  /** The class of the next event, missing when that lacks the attribute. */
  static LabelValue nextClass(TaskSpec task, LabelRule.ClassOf rule, LabelWindow window) {
    return ofAction(window.events(), rule.action()).stream()
        .findFirst()
        .flatMap(className(task, rule))
        .<LabelValue>map(LabelValue.ClassName::new)
        .orElseGet(LabelValue.Missing::new);
  }

  /** The item of the next event, and what comes with it. */
  static LabelValue nextItem(LabelRule.NextItem rule, LabelWindow window) {
    List<BehaviorEvent> events = ofAction(window.events(), rule.action());
    if (events.isEmpty()) {
      return new LabelValue.Missing();
    }
    BehaviorEvent next = events.get(0);
    return new LabelValue.NextItem(
        next.item(), events.stream().takeWhile(event -> Baskets.shared(next, event)).toList());
  }

  /** The events of the next basket, none of one that the history ends in. */
  static LabelValue nextBasket(
      LabelRule.NextBasket rule, List<BehaviorEvent> history, LabelWindow window) {
    BehaviorEvent last = history.get(history.size() - 1);
    List<BehaviorEvent> events =
        ofAction(
            window.events().stream().dropWhile(event -> Baskets.shared(last, event)).toList(),
            rule.action());
    return events.isEmpty()
        ? new LabelValue.Missing()
        : new LabelValue.NextBasket(
            events.stream().takeWhile(event -> Baskets.shared(events.get(0), event)).toList());
  }

  /** The classes of all events of the horizon; empty when there are none. */
  static LabelValue classSet(TaskSpec task, LabelRule.ClassOf rule, LabelWindow window) {
    if (!window.isComplete()) {
      return new LabelValue.Missing();
    }
    Set<String> names = new LinkedHashSet<>();
    for (BehaviorEvent event : ofAction(window.events(), rule.action())) {
      className(task, rule).apply(event).ifPresent(names::add);
    }
    return new LabelValue.ClassSet(names);
  }

  private static Function<BehaviorEvent, Optional<String>> className(
      TaskSpec task, LabelRule.ClassOf rule) {
    List<String> named = rule.bands().isEmpty() ? List.of() : task.classes();
    return event ->
        named.isEmpty()
            ? AttributeValues.className(event, rule.attribute(), rule.bands(), task.name())
            : AttributeValues.number(event, rule.attribute(), task.name()).stream()
                .mapToObj(number -> named.get(Bands.index(number, rule.bands())))
                .findFirst();
  }

  private static List<BehaviorEvent> ofAction(List<BehaviorEvent> events, Optional<String> action) {
    return action.isEmpty()
        ? events
        : events.stream().filter(event -> event.action().equals(action.get())).toList();
  }

  /** The events that share the first one's basket; the first one alone when it has none. */
  private static List<BehaviorEvent> nextBasket(List<BehaviorEvent> events) {
    Optional<String> basket = events.get(0).basket();
    return basket.isEmpty()
        ? List.of(events.get(0))
        : events.stream().filter(event -> event.basket().equals(basket)).toList();
  }
}
