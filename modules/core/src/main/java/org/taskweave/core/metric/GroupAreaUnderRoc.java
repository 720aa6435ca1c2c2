package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GAUC: the AUC within each group (a user, say), averaged with the groups' sizes as weights over
 * the groups that have both classes (Zhu et al. 2017, "Optimized Cost per Click in Taobao Display
 * Advertising"). NaN when no group has both.
 */
public final class GroupAreaUnderRoc implements Metric {
  private final int[] groups;

  /**
   * The metric of rows in groups.
   *
   * @param groups [n] the group of each row
   */
  public GroupAreaUnderRoc(int[] groups) {
    this.groups = groups.clone();
  }

  @Override
  public String name() {
    return "gauc";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    if (labels.length != groups.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + groups.length + " groups");
    }
    Rows.count(labels, 1, scores, 1);
    Map<Integer, List<Integer>> rowsByGroup = new LinkedHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      rowsByGroup.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
    }
    List<int[]> rowsOf = new ArrayList<>();
    List<Prepared> areaOf = new ArrayList<>();
    for (List<Integer> group : rowsByGroup.values()) {
      int[] rows = group.stream().mapToInt(Integer::intValue).toArray();
      rowsOf.add(rows);
      areaOf.add(new AreaUnderRoc().prepare(pick(labels, rows), pick(scores, rows)));
    }
    return new PreparedGroups(groups.length, rowsOf, areaOf);
  }

  private static double[] pick(double[] values, int[] rows) {
    double[] picked = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }

  private record PreparedGroups(int rows, List<int[]> rowsOf, List<Prepared> areaOf)
      implements Prepared {
    @Override
    public double value(int[] counts) {
      double sum = 0;
      long weight = 0;
      for (int g = 0; g < rowsOf.size(); g++) {
        int[] members = rowsOf.get(g);
        int[] groupCounts = new int[members.length];
        long size = 0;
        for (int i = 0; i < members.length; i++) {
          groupCounts[i] = counts[members[i]];
          size += groupCounts[i];
        }
        double area = areaOf.get(g).value(groupCounts);
        if (!Double.isNaN(area)) {
          sum += area * size;
          weight += size;
        }
      }
      return weight == 0 ? Double.NaN : sum / weight;
    }
  }
}
