package org.taskweave.core.metric;

import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A mean over rows of a share that a {@link BasketRow} tells; rows where it is none (0 / 0) do not
 * count. NaN where no row counts.
 */
final class BasketMetric implements Metric {

  /** The numbers of a row. */
  interface Row {
    double get(int column);
  }

  private final String name;
  private final ToDoubleFunction<Row> share;

  BasketMetric(String name, int cutoff, ToDoubleFunction<Row> share) {
    this.name = name + "@" + BasketRow.CUTOFFS.get(cutoff);
    this.share = share;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, BasketRow.WIDTH);
    IntToDoubleFunction ofRow =
        row -> share.applyAsDouble(column -> scores[row * BasketRow.WIDTH + column]);
    return Prepared.of(rows, counts -> mean(ofRow, counts));
  }

  private static double mean(IntToDoubleFunction ofRow, int[] counts) {
    double sum = 0;
    long rows = 0;
    for (int row = 0; row < counts.length; row++) {
      double value = counts[row] == 0 ? Double.NaN : ofRow.applyAsDouble(row);
      if (!Double.isNaN(value)) {
        sum += counts[row] * value;
        rows += counts[row];
      }
    }
    return rows == 0 ? Double.NaN : sum / rows;
  }
}
