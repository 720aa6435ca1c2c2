package org.taskweave.recommend;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;

/**
 * An item for a user.
 *
 * @param score of the next-item task; only the order of scores of one user means something
 * @param reasons the history's events that raised the score, the weightiest first
 */
public record Recommendation(ItemCatalog.Item item, double score, List<Reason> reasons) {

  public Recommendation {
    reasons = List.copyOf(reasons);
  }

  /**
   * An event of the history.
   *
   * @param difference the score minus the score without this event, see {@link NextItems}
   */
  public record Reason(BehaviorEvent event, double difference) {}
}
