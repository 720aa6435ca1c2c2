package org.taskweave.data.feature;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.taskweave.data.event.BehaviorEvent;

/**
 * What the training split tells of an attribute r: its mean and deviation, and how it stands at
 * each item, as z = (r - mean) / deviation.
 *
 * @param scale of r
 * @param items sums of z by item
 */
record ItemEffects(LabelScale scale, Map<String, Tally> items) {

  /** Of a recipe without effects. */
  static final ItemEffects NONE = new ItemEffects(LabelScale.NONE, Map.of());

  /** How many values, and their sum. */
  record Tally(int count, double sum) {
    static final Tally EMPTY = new Tally(0, 0);

    Tally plus(double value) {
      return new Tally(count + 1, sum + value);
    }

    Tally minus(double value) {
      return new Tally(count - 1, sum - value);
    }

    double damped(double damping) {
      return count == 0 ? 0 : sum / (count + damping);
    }
  }

  ItemEffects {
    items = Map.copyOf(items);
  }

  /** Learns from events; those without the attribute do not count. */
  static ItemEffects fit(Collection<BehaviorEvent> events, String attribute) {
    LabelScale scale =
        LabelScale.of(
            events.stream().mapToDouble(event -> Learned.number(event, attribute)).toArray());
    Map<String, Tally> items = new HashMap<>();
    for (BehaviorEvent event : events) {
      double z = scale.standardise(Learned.number(event, attribute));
      if (!Double.isNaN(z)) {
        items.put(event.item(), items.getOrDefault(event.item(), Tally.EMPTY).plus(z));
      }
    }
    return new ItemEffects(scale, items);
  }

  Tally of(String item) {
    return items.getOrDefault(item, Tally.EMPTY);
  }
}
