package org.taskweave.data.rule;

import java.util.List;

/**
 * Which events of a history a rule reads.
 *
 * @param events the last so many; 0 for those of the last event's basket
 */
public record Window(int events) {

  /** The whole history. */
  public static final Window WHOLE = new Window(Integer.MAX_VALUE);

  /** The basket of the last event. */
  public static final Window BASKET = new Window(0);

  /** Those that are worth a try. */
  static List<Window> of(Grouping grouping) {
    return grouping == Grouping.BASKET
        ? List.of(BASKET, new Window(5))
        : List.of(new Window(1), new Window(5), new Window(20), WHOLE);
  }

  /** Where the window begins in a history. */
  int start(ItemHistory history) {
    return events == 0 ? history.startOfLastBasket() : Math.max(0, history.size() - events);
  }

  @Override
  public String toString() {
    if (equals(BASKET)) {
      return "items of the current basket";
    }
    return equals(WHOLE)
        ? "whole history"
        : events == 1 ? "last item" : "last " + events + " items";
  }
}
