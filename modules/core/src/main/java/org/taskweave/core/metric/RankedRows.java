package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.Comparator;

/** Rows of 0/1 labels in descending order of their scores, with equal scores marked. */
final class RankedRows {
  private final int[] rowAt;
  private final boolean[] positiveAt;
  private final boolean[] lastOfTieAt;

  RankedRows(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, 1);
    Integer[] order = new Integer[rows];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer row) -> scores[row]).reversed());
    rowAt = new int[rows];
    positiveAt = new boolean[rows];
    lastOfTieAt = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      rowAt[i] = order[i];
      positiveAt[i] = Rows.isPositive(labels[order[i]]);
      // By ==, so that 0.0 and -0.0 tie; they are neighbours in the order.
      lastOfTieAt[i] = i == rows - 1 || scores[order[i]] != scores[order[i + 1]];
    }
  }

  int rows() {
    return rowAt.length;
  }

  int countAt(int place, int[] counts) {
    return counts[rowAt[place]];
  }

  boolean isPositiveAt(int place) {
    return positiveAt[place];
  }

  boolean isLastOfTieAt(int place) {
    return lastOfTieAt[place];
  }
}
