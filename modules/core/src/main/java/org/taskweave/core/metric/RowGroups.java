package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows in groups (of one user each, say); a metric is a mean over groups. Immutable. */
final class RowGroups {

  private final int rows;
  private final Collection<int[]> groups;

  /**
   * The groups.
   *
   * @param groupOf [n] the group of each row
   */
  RowGroups(int[] groupOf) {
    Map<Integer, List<Integer>> rowsByGroup = new LinkedHashMap<>();
    for (int i = 0; i < groupOf.length; i++) {
      rowsByGroup.computeIfAbsent(groupOf[i], group -> new ArrayList<>()).add(i);
    }
    this.rows = groupOf.length;
    this.groups =
        rowsByGroup.values().stream()
            .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
            .toList();
  }

  /** The rows of each group. */
  Collection<int[]> groups() {
    return groups;
  }

  /**
   * Checks labels and scores, one of each for a row.
   *
   * @throws IllegalArgumentException the lengths do not fit, or a score is not finite
   */
  void require(double[] labels, double[] scores) {
    if (labels.length != rows) {
      throw new IllegalArgumentException(labels.length + " labels do not fit " + rows + " groups");
    }
    Rows.count(labels, 1, scores, 1);
  }

  /** The values of some rows. */
  static double[] pick(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }
}
