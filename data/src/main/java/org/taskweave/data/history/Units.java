package org.taskweave.data.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.data.event.BehaviorEvent;

/**
 * The events of a history that a statistic looks at, grouped into units (events, baskets or days)
 * in the order of their first events. An event without a basket is a basket of its own.
 */
final class Units {

  private final List<BehaviorEvent> events = new ArrayList<>();
  private final List<Integer> unitOfEvent = new ArrayList<>();
  private final List<Long> startMillis = new ArrayList<>();

  private Units() {}

  static boolean hasAction(BehaviorEvent event, Optional<String> action) {
    return action.isEmpty() || event.action().equals(action.get());
  }

  static Units of(
      List<BehaviorEvent> history, Optional<String> action, Unit unit, long fromMillis) {
    Units units = new Units();
    Map<Object, Integer> known = new HashMap<>();
    for (BehaviorEvent event : history) {
      if (event.timestampMillis() < fromMillis || !hasAction(event, action)) {
        continue;
      }
      Object key =
          switch (unit) {
            case EVENTS -> event;
            case DAYS -> Math.floorDiv(event.timestampMillis(), 86_400_000L);
            case BASKETS -> event.basket().isPresent() ? event.basket().get() : event;
          };
      Integer index = key == event ? null : known.get(key);
      if (index == null) {
        index = units.startMillis.size();
        units.startMillis.add(event.timestampMillis());
        known.put(key, index);
      }
      units.events.add(event);
      units.unitOfEvent.add(index);
    }
    return units;
  }

  int count() {
    return startMillis.size();
  }

  long startMillis(int unit) {
    return startMillis.get(unit);
  }

  long lastEventMillis() {
    return events.get(events.size() - 1).timestampMillis();
  }

  /** Sums of an attribute per unit, leaving out units where no event has it. */
  double[] sums(String attribute) {
    double[] sums = new double[count()];
    boolean[] known = new boolean[count()];
    for (int i = 0; i < events.size(); i++) {
      Object value = events.get(i).attributes().get(attribute);
      if (value == null) {
        continue;
      }
      if (!(value instanceof Double number)) {
        throw new InvalidInputException(
            "attribute \""
                + attribute
                + "\" of user "
                + events.get(i).user()
                + " is \""
                + value
                + "\", which is no number, so it cannot be aggregated: use lastClass, or read it as"
                + " a number");
      }
      sums[unitOfEvent.get(i)] += number;
      known[unitOfEvent.get(i)] = true;
    }
    int kept = 0;
    for (int unit = 0; unit < sums.length; unit++) {
      if (known[unit]) {
        sums[kept++] = sums[unit];
      }
    }
    return Arrays.copyOf(sums, kept);
  }
}
