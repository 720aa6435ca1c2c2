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

  private static final long MILLIS_PER_DAY = 86_400_000L;

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
      int next = units.startMillis.size();
      int index = key(event, unit).map(key -> known.computeIfAbsent(key, k -> next)).orElse(next);
      if (index == next) {
        units.startMillis.add(event.timestampMillis());
      }
      units.events.add(event);
      units.unitOfEvent.add(index);
    }
    return units;
  }

  /** What the events of a unit share; empty for a unit of its own. */
  private static Optional<Object> key(BehaviorEvent event, Unit unit) {
    return switch (unit) {
      case EVENTS -> Optional.empty();
      case DAYS -> Optional.of(Math.floorDiv(event.timestampMillis(), MILLIS_PER_DAY));
      case BASKETS -> event.basket().map(basket -> basket);
    };
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
                + "\" of user \""
                + events.get(i).user()
                + "\" is \""
                + value
                + "\", which is no number, so it cannot be aggregated: use lastClass, or name a"
                + " numeric column");
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
