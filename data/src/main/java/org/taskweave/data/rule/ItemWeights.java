package org.taskweave.data.rule;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A sparse matrix [N,N]: how much an item of the history says for another one. Each item keeps its
 * {@value #MOST} weights of the greatest amount.
 *
 * @param offsets [N+1] where each item's weights begin
 * @param columns [S] rows of the items that are spoken for, ascending within each item
 * @param values [S]
 */
public record ItemWeights(int[] offsets, int[] columns, float[] values) {

  /** Most weights of an item. */
  public static final int MOST = 500;

  /**
   * Keeps the greatest weights of each item.
   *
   * @param items N
   * @param rows an item's weights [N], 0 for none; the array may be used again
   */
  public static ItemWeights of(int items, IntFunction<double[]> rows) {
    return of(items, MOST, rows);
  }

  /** As above, with another bound on the weights of an item. */
  public static ItemWeights of(int items, int most, IntFunction<double[]> rows) {
    int[] offsets = new int[items + 1];
    int[] columns = new int[1024];
    float[] values = new float[1024];
    for (int item = 0; item < items; item++) {
      double[] row = rows.apply(item);
      double least = leastOfTheGreatest(row, most);
      int at = offsets[item];
      // Of equal amounts at the bound the first ones are kept, as far as greater ones leave room.
      int room = most - (int) Arrays.stream(row).filter(x -> Math.abs(x) > least).count();
      for (int j = 0; j < items; j++) {
        double amount = Math.abs(row[j]);
        if (amount > least || (amount > 0 && amount == least && room-- > 0)) {
          if (at == columns.length) {
            columns = Arrays.copyOf(columns, 2 * at);
            values = Arrays.copyOf(values, 2 * at);
          }
          columns[at] = j;
          values[at++] = (float) row[j];
        }
      }
      offsets[item + 1] = at;
    }
    return new ItemWeights(
        offsets, Arrays.copyOf(columns, offsets[items]), Arrays.copyOf(values, offsets[items]));
  }

  /** Each item says 1 for itself. */
  static ItemWeights identity(int items) {
    float[] ones = new float[items];
    Arrays.fill(ones, 1);
    return new ItemWeights(
        IntStream.rangeClosed(0, items).toArray(), IntStream.range(0, items).toArray(), ones);
  }

  /** Only the greatest weights of each item. */
  ItemWeights greatest(int most) {
    double[] row = new double[items()];
    return of(
        row.length,
        most,
        item -> {
          Arrays.fill(row, 0);
          for (int k = offsets[item]; k < offsets[item + 1]; k++) {
            row[columns[k]] = values[k];
          }
          return row;
        });
  }

  private static double leastOfTheGreatest(double[] row, int most) {
    double[] amounts = Arrays.stream(row).filter(x -> x != 0).map(Math::abs).toArray();
    if (amounts.length <= most) {
      return 0;
    }
    Arrays.sort(amounts);
    return amounts[amounts.length - most];
  }

  /** N. */
  public int items() {
    return offsets.length - 1;
  }

  /** Adds an item's weights to scores [N]. */
  public void addTo(double[] scores, int item) {
    for (int k = offsets[item]; k < offsets[item + 1]; k++) {
      scores[columns[k]] += values[k];
    }
  }

  /** What one item says for another. */
  public float weight(int item, int other) {
    int at = Arrays.binarySearch(columns, offsets[item], offsets[item + 1], other);
    return at < 0 ? 0 : values[at];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemWeights that
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(columns, that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(columns);
  }
}
