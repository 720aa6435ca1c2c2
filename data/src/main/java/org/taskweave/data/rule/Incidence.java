package org.taskweave.data.rule;

import java.util.List;

/**
 * A binary matrix X of groups and items: which items occur in which group, and in how many groups
 * two items occur together.
 */
public final class Incidence {

  private final List<int[]> groups;
  private final int[][] groupsOfItem;

  private Incidence(List<int[]> groups, int[][] groupsOfItem) {
    this.groups = groups;
    this.groupsOfItem = groupsOfItem;
  }

  /**
   * A matrix.
   *
   * @param groups the items of each, each once
   * @param items N
   */
  public static Incidence of(List<int[]> groups, int items) {
    int[] counts = new int[items];
    for (int[] group : groups) {
      for (int item : group) {
        counts[item]++;
      }
    }
    int[][] groupsOfItem = new int[items][];
    for (int item = 0; item < items; item++) {
      groupsOfItem[item] = new int[counts[item]];
    }
    for (int g = groups.size() - 1; g >= 0; g--) {
      for (int item : groups.get(g)) {
        groupsOfItem[item][--counts[item]] = g;
      }
    }
    return new Incidence(groups, groupsOfItem);
  }

  /** N. */
  public int items() {
    return groupsOfItem.length;
  }

  /** In how many groups an item is. */
  public int count(int item) {
    return groupsOfItem[item].length;
  }

  /**
   * In how many groups an item is with each other one.
   *
   * @param together [N] the counts are added; the item's own is {@link #count}
   */
  public void addTogether(int item, double[] together) {
    for (int group : groupsOfItem[item]) {
      for (int other : groups.get(group)) {
        together[other]++;
      }
    }
  }
}
