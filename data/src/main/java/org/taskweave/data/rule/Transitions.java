package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often an item that a task asks for came next after another item. */
public final class Transitions {

  private Transitions() {}

  /** Counts; events that no task asks for step to the next one that is asked for. */
  public static ItemWeights of(ItemLog log) {
    List<Map<Integer, Integer>> counts = new ArrayList<>();
    for (int item = 0; item < log.items(); item++) {
      counts.add(new HashMap<>());
    }
    for (ItemHistory user : log.users()) {
      int next = -1;
      for (int e = user.size() - 1; e >= 0; e--) {
        if (next >= 0) {
          counts.get(user.items()[e]).merge(next, 1, Integer::sum);
        }
        next = user.asked()[e] ? user.items()[e] : next;
      }
    }
    double[] row = new double[log.items()];
    return ItemWeights.of(
        row.length,
        item -> {
          Arrays.fill(row, 0);
          counts.get(item).forEach((follower, count) -> row[follower] = count);
          return row;
        });
  }
}
