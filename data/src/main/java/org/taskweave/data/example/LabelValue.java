package org.taskweave.data.example;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.taskweave.data.event.BehaviorEvent;

/** The label of one task for one example. */
public sealed interface LabelValue {

  /** Whether it is known. */
  default boolean isKnown() {
    return true;
  }

  /** The classes that it names, one that is named twice twice. */
  default Collection<String> classNames() {
    return List.of();
  }

  /** The number that a mean over examples is taken of, where it is one. */
  default OptionalDouble quantity() {
    return OptionalDouble.empty();
  }

  /**
   * Its rows of numbers, as the task's kind has them: none of a label that is missing or names no
   * known class, one for each tag.
   *
   * @param classes the task's
   * @return [n, labelWidth]
   */
  double[] numbers(ClassIndex classes);

  /** The events of the basket that it tells of; empty where it tells of none. */
  default List<BehaviorEvent> basket() {
    return List.of();
  }

  /** Ids of the items that it names, each once. */
  default List<String> items() {
    return List.of();
  }

  /** Cannot be known; never negative. */
  record Missing() implements LabelValue {
    @Override
    public boolean isKnown() {
      return false;
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return new double[0];
    }
  }

  /** A number, or 0 or 1. */
  record Quantity(double value) implements LabelValue {
    @Override
    public OptionalDouble quantity() {
      return OptionalDouble.of(value);
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return new double[] {value};
    }
  }

  /**
   * Time until something.
   *
   * @param days until it, or how long it was not seen
   * @param seen whether it was seen then; otherwise the time is censored
   */
  record Duration(double days, boolean seen) implements LabelValue {
    @Override
    public OptionalDouble quantity() {
      return OptionalDouble.of(days);
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return new double[] {days, seen ? 1 : 0};
    }
  }

  /** One class. */
  record ClassName(String name) implements LabelValue {
    @Override
    public Collection<String> classNames() {
      return List.of(name);
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return classes.known(List.of(name));
    }
  }

  /** Several classes, or none. */
  record ClassSet(Set<String> names) implements LabelValue {
    public ClassSet {
      names = Set.copyOf(names);
    }

    @Override
    public Collection<String> classNames() {
      return names;
    }

    /** One row of 0 and 1. */
    @Override
    public double[] numbers(ClassIndex classes) {
      double[] row = new double[classes.size()];
      for (double known : classes.known(names)) {
        row[(int) known] = 1;
      }
      return row;
    }
  }

  /**
   * The next item.
   *
   * @param item its id
   * @param basket its event and those after it that are in its basket, as far as the label's window
   *     goes; empty where no more than the item is known
   */
  record NextItem(String item, List<BehaviorEvent> basket) implements LabelValue {
    public NextItem {
      basket = List.copyOf(basket);
    }

    /** An item of which no more is known. */
    public NextItem(String item) {
      this(item, List.of());
    }

    @Override
    public List<String> items() {
      return List.of(item);
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return classes.known(List.of(item));
    }
  }

  /**
   * The next basket.
   *
   * @param basket its events, as far as the label's window goes; at least one
   */
  record NextBasket(List<BehaviorEvent> basket) implements LabelValue {
    public NextBasket {
      basket = List.copyOf(basket);
    }

    @Override
    public List<String> items() {
      return basket.stream().map(BehaviorEvent::item).distinct().toList();
    }

    /** A row of each item. */
    @Override
    public double[] numbers(ClassIndex classes) {
      return classes.known(items());
    }
  }

  /**
   * For every event of the history, one tag per white-space-separated word of its item text; an
   * empty list where the event has no tags.
   */
  record WordTags(List<List<String>> tagsPerEvent) implements LabelValue {
    public WordTags {
      tagsPerEvent = tagsPerEvent.stream().map(List::copyOf).toList();
    }

    @Override
    public Collection<String> classNames() {
      return tagsPerEvent.stream().flatMap(List::stream).toList();
    }

    @Override
    public double[] numbers(ClassIndex classes) {
      return classes.known(classNames());
    }
  }
}
