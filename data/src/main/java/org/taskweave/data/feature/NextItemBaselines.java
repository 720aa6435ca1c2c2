package org.taskweave.data.feature;

import java.util.Collections;
import java.util.List;
import org.taskweave.core.metric.LongTail;
import org.taskweave.core.metric.RankedRow;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Rankings of a catalog that need no model, learned from the training split: by popularity, and by
 * a first-order Markov chain over items (which item came after the last one how often; equal counts
 * and items that never did by popularity). Events of the task's action count as what came next,
 * events of any action as what came before.
 */
public final class NextItemBaselines {

  private final List<String> items;
  private final ItemSteps steps;
  private final double[] popularity;

  NextItemBaselines(List<String> items, ItemSteps steps) {
    this.items = items;
    this.steps = steps;
    this.popularity = steps.popularity();
  }

  /** N. */
  public int items() {
    return items.size();
  }

  /** The row of an item in the catalog; {@link RankedRow#NONE} if it is not in it. */
  public int row(String item) {
    return Math.max(RankedRow.NONE, Collections.binarySearch(items, item));
  }

  /** Rows of a history's items, oldest first. */
  public int[] rows(List<BehaviorEvent> history) {
    return history.stream().mapToInt(event -> row(event.item())).toArray();
  }

  /** Which items are in the {@link LongTail} [N]. */
  public boolean[] longTail() {
    return LongTail.of(steps.interactions());
  }

  /** How often each item came next in the training split [N]. */
  public int[] interactions() {
    return steps.interactions().clone();
  }

  /** Popularity as scores [N]; whole numbers, equal ones for items that came equally often. */
  public double[] popularity() {
    return popularity.clone();
  }

  /**
   * The Markov chain's scores [N]; whole numbers.
   *
   * @param last row of the user's last item
   */
  public double[] markov(int last) {
    return steps.markov(popularity, last);
  }
}
