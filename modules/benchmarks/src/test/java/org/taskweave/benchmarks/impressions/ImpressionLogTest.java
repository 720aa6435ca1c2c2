package org.taskweave.benchmarks.impressions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.data.event.BehaviorEvent;

class ImpressionLogTest {

  private static List<BehaviorEvent> events(int users, long seed) {
    List<BehaviorEvent> events = new ArrayList<>();
    new ImpressionLog(users, 1000, 10, 5, 4, seed).forEach(events::add);
    return events;
  }

  private static double count(List<BehaviorEvent> events, String action) {
    return events.stream().filter(event -> event.action().equals(action)).count();
  }

  private static double expected(List<BehaviorEvent> events, String attribute) {
    return events.stream()
        .filter(event -> event.action().equals(ImpressionLog.SHOW))
        .mapToDouble(event -> (Double) event.attributes().get(attribute))
        .sum();
  }

  /** 20,000 impressions; the deviation of a count is below the root of what is expected. */
  @Test
  void clicksAndPurchasesComeAsOftenAsTheirProbabilitiesSay() {
    List<BehaviorEvent> events = events(1000, 1);
    assertEquals(20_000, count(events, ImpressionLog.SHOW));
    double clicks = expected(events, ImpressionLog.CLICK_PROBABILITY);
    double purchases = expected(events, ImpressionLog.BUY_PROBABILITY);
    assertEquals(clicks, count(events, ImpressionLog.CLICK), 3 * Math.sqrt(clicks));
    assertEquals(purchases, count(events, ImpressionLog.BUY), 3 * Math.sqrt(purchases));
  }

  @Test
  void aSeedRepeatsItself() {
    assertEquals(events(20, 3), events(20, 3));
  }
}
