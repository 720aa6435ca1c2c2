package org.taskweave.core.metric;

import java.util.Arrays;

/**
 * A number about the lists of {@value RankedRow#LIST} items that users are shown. Scores [n,W]
 * begin as {@link RankedRow}s, labels [n] are not looked at.
 */
final class ListMetric implements Metric {

  /** What is measured. */
  enum Kind {
    /** Share of the catalog's items that are in at least one list. */
    COVERAGE("coverage", Direction.HIGHER_IS_BETTER),
    /**
     * Gini index of how often the catalog's items are listed, c sorted ascending: sum over j of (2j
     * - N - 1) c_j / ((N - 1) sum c). 0: all equally often; 1: always the same one (Shani and
     * Gunawardana 2011, "Evaluating Recommendation Systems", for lists of one).
     */
    GINI("gini", Direction.LOWER_IS_BETTER),
    /** Mean share of a list that is in the {@link LongTail}. */
    LONG_TAIL("longTail", Direction.HIGHER_IS_BETTER);

    private final String word;
    private final Direction direction;

    Kind(String word, Direction direction) {
      this.word = word;
      this.direction = direction;
    }
  }

  private final Kind kind;
  private final int items;
  private final int width;

  /**
   * A metric.
   *
   * @param items N
   * @param width W
   */
  ListMetric(Kind kind, int items, int width) {
    this.kind = kind;
    this.items = items;
    this.width = width;
  }

  @Override
  public String name() {
    return kind.word + "@" + RankedRow.LIST;
  }

  @Override
  public Direction direction() {
    return kind.direction;
  }

  /** Coverage and Gini of a resample, which has fewer users, are not those of as many users. */
  @Override
  public boolean canBeResampled() {
    return kind == Kind.LONG_TAIL;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, width);
    if (kind == Kind.LONG_TAIL) {
      double[] shares = new double[rows];
      Arrays.setAll(shares, i -> scores[i * width + RankedRow.LONG_TAIL]);
      return new PreparedMean(shares, false);
    }
    return new PreparedLists(rows, scores, width, items, kind);
  }

  private record PreparedLists(int rows, double[] scores, int width, int items, Kind kind)
      implements Prepared {

    @Override
    public double value(int[] counts) {
      long[] listed = new long[items];
      long total = 0;
      for (int row = 0; row < rows; row++) {
        int first = row * width + RankedRow.FIRST;
        for (int i = first; i < first + RankedRow.LIST && counts[row] > 0; i++) {
          if (scores[i] != RankedRow.NONE) {
            listed[(int) scores[i]] += counts[row];
            total += counts[row];
          }
        }
      }
      if (total == 0) {
        return Double.NaN;
      }
      return kind == Kind.COVERAGE
          ? Arrays.stream(listed).filter(count -> count > 0).count() / (double) items
          : gini(listed, total);
    }

    private double gini(long[] listed, long total) {
      Arrays.sort(listed);
      double sum = 0;
      for (int j = 0; j < items; j++) {
        sum += (2.0 * (j + 1) - items - 1) * listed[j];
      }
      return items == 1 ? Double.NaN : sum / ((items - 1.0) * total);
    }
  }
}
