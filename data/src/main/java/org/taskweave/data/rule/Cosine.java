package org.taskweave.data.rule;

import java.util.Arrays;

/**
 * Cosine of items' binary columns, shrunk where little is known: together / (sqrt(count_i count_j)
 * + shrinkage), 0 for an item with itself (item-based neighbours; Sarwar et al. 2001, Bell and
 * Koren 2007).
 */
public final class Cosine {

  private Cosine() {}

  /** The weights of all items. */
  public static ItemWeights of(Incidence incidence, double shrinkage) {
    double[] row = new double[incidence.items()];
    return ItemWeights.of(
        row.length,
        item -> {
          Arrays.fill(row, 0);
          incidence.addTogether(item, row);
          row[item] = 0;
          for (int j = 0; j < row.length; j++) {
            if (row[j] > 0) {
              double norm = Math.sqrt((double) incidence.count(item) * incidence.count(j));
              row[j] /= norm + shrinkage;
            }
          }
          return row;
        });
  }
}
