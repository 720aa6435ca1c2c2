package org.taskweave.data.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Embarrassingly shallow autoencoder (Steck 2019, "Embarrassingly shallow autoencoders for sparse
 * data", arXiv:1905.03375): with P = inverse(Gram + lambda I), item i says -P[i][j] / P[j][j] for
 * item j, and nothing for itself. With dropout p, p / (1 - p) times the Gram matrix's diagonal is
 * added, too: the closed form of an autoencoder whose inputs are dropped (Steck 2020, "Autoencoders
 * that don't overfit towards the identity"). The Gram matrix is dense, so of a larger catalog only
 * the {@value #MOST_ITEMS} most frequent items take part; the others have no weights.
 */
public final class Ease {

  /** Most items of the dense matrix, which then takes 288 MB. */
  public static final int MOST_ITEMS = 6000;

  private Ease() {}

  /**
   * The weights of all items.
   *
   * @param lambda positive
   * @param dropout 0 to below 1
   */
  public static ItemWeights of(
      Incidence incidence, double lambda, double dropout, PositiveInverse inverse) {
    int items = incidence.items();
    int[] chosen = mostFrequent(incidence);
    int n = chosen.length;
    double[] p = new double[n * n];
    double[] together = new double[items];
    for (int a = 0; a < n; a++) {
      Arrays.fill(together, 0);
      incidence.addTogether(chosen[a], together);
      for (int b = 0; b < n; b++) {
        p[a * n + b] = together[chosen[b]];
      }
      p[a * n + a] += lambda + dropout / (1 - dropout) * p[a * n + a];
    }
    inverse.invert(p, n);
    double[] row = new double[items];
    return ItemWeights.of(
        items,
        item -> {
          Arrays.fill(row, 0);
          int a = Arrays.binarySearch(chosen, item);
          for (int b = 0; a >= 0 && b < n; b++) {
            row[chosen[b]] = a == b ? 0 : -p[a * n + b] / p[b * n + b];
          }
          return row;
        });
  }

  /** Rows of the items that take part, ascending. */
  private static int[] mostFrequent(Incidence incidence) {
    return IntStream.range(0, incidence.items())
        .filter(item -> incidence.count(item) > 0)
        .boxed()
        .sorted(Comparator.comparingInt(item -> -incidence.count(item)))
        .limit(MOST_ITEMS)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
