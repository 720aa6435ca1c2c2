package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * GAUC: the AUC within each group (a user, say), averaged with the groups' sizes as weights over
 * the groups that have both classes (Zhu et al. 2017, "Optimized Cost per Click in Taobao Display
 * Advertising"). NaN when no group has both.
 */
public final class GroupAreaUnderRoc implements Metric {
  private final RowGroups groups;

  /**
   * The metric of rows in groups.
   *
   * @param groups [n] the group of each row
   */
  public GroupAreaUnderRoc(int[] groups) {
    this.groups = new RowGroups(groups);
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
    groups.require(labels, scores);
    List<int[]> rowsOf = new ArrayList<>(groups.groups());
    List<Prepared> areaOf = new ArrayList<>();
    for (int[] rows : rowsOf) {
      areaOf.add(
          new AreaUnderRoc().prepare(RowGroups.pick(labels, rows), RowGroups.pick(scores, rows)));
    }
    return new PreparedGroups(labels.length, rowsOf, areaOf);
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
