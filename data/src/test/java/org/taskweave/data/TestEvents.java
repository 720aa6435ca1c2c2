package org.taskweave.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.taskweave.data.event.BehaviorEvent;

/** Events of the user "ann", with times in days since the epoch. */
public final class TestEvents {

  private static final double MILLIS_PER_DAY = 86_400_000;

  private TestEvents() {}

  /** The time of a day. */
  public static long millis(double day) {
    return Math.round(day * MILLIS_PER_DAY);
  }

  /**
   * An event with an item text.
   *
   * @param text null for none
   * @param attributes names and values in turn
   */
  public static BehaviorEvent event(double day, String action, String text, Object... attributes) {
    return event(day, action, text, Optional.empty(), attributes);
  }

  /** An event of a basket. */
  public static BehaviorEvent inBasket(
      double day, String action, String basket, Object... attributes) {
    return event(day, action, null, Optional.of(basket), attributes);
  }

  private static BehaviorEvent event(
      double day, String action, String text, Optional<String> basket, Object... attributes) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      values.put((String) attributes[i], attributes[i + 1]);
    }
    return new BehaviorEvent(
        "ann", "item-7", action, millis(day), Optional.ofNullable(text), basket, values);
  }
}
