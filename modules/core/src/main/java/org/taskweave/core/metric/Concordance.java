package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Harrell's concordance index (1982): among pairs of rows of which one is known to have its event
 * first, the share where that row is also expected to; a tie of expectations is one half. Of two
 * rows of the same time the one with the event is first if the other is censored; two events of the
 * same time are no pair. Expected is {@link TimeBins#expectedDays}. O(n log n). NaN without a pair.
 *
 * <p>Labels [n,2] days and 1 (seen) or 0 (censored), scores [n,C].
 */
public final class Concordance implements Metric {
  private final TimeBins bins;

  /** The metric for time in bins. */
  public Concordance(TimeBins bins) {
    this.bins = bins;
  }

  @Override
  public String name() {
    return "concordance";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 2, scores, bins.count());
    double[] expected = new double[rows];
    Arrays.setAll(expected, i -> bins.expectedDays(scores, i * bins.count()));
    double[] distinct = Arrays.stream(expected).distinct().sorted().toArray();
    int[] place = new int[rows];
    Arrays.setAll(place, i -> Arrays.binarySearch(distinct, expected[i]));
    Integer[] latestFirst = new Integer[rows];
    Arrays.setAll(latestFirst, i -> i);
    Arrays.sort(latestFirst, Comparator.comparingDouble(i -> -labels[2 * i]));
    return new Pairs(labels, place, distinct.length, latestFirst);
  }

  /**
   * Rows from the latest time to the earliest.
   *
   * @param place of each row's expected time among all, ascending
   */
  private record Pairs(double[] labels, int[] place, int places, Integer[] latestFirst)
      implements Prepared {

    @Override
    public int rows() {
      return place.length;
    }

    @Override
    public double value(int[] counts) {
      Tallies later = new Tallies(places);
      double concordant = 0;
      double pairs = 0;
      int end;
      for (int from = 0; from < latestFirst.length; from = end) {
        end = from;
        while (end < latestFirst.length && time(end) == time(from)) {
          end++;
        }
        addSeen(later, counts, from, end, false);
        for (int i = from; i < end; i++) {
          int row = latestFirst[i];
          if (isSeen(row) && counts[row] > 0) {
            double above = later.total() - later.upTo(place[row]);
            double tied = later.upTo(place[row]) - later.upTo(place[row] - 1);
            concordant += counts[row] * (above + tied / 2);
            pairs += counts[row] * later.total();
          }
        }
        addSeen(later, counts, from, end, true);
      }
      return pairs == 0 ? Double.NaN : concordant / pairs;
    }

    private double time(int at) {
      return labels[2 * latestFirst[at]];
    }

    private boolean isSeen(int row) {
      return labels[2 * row + 1] == 1;
    }

    private void addSeen(Tallies later, int[] counts, int from, int end, boolean seen) {
      for (int i = from; i < end; i++) {
        int row = latestFirst[i];
        if (isSeen(row) == seen) {
          later.add(place[row], counts[row]);
        }
      }
    }
  }

  /** Sums over the first places, kept as a binary indexed tree (Fenwick 1994). */
  private static final class Tallies {
    private final double[] tree;
    private double total;

    Tallies(int places) {
      tree = new double[places + 1];
    }

    void add(int place, double count) {
      total += count;
      for (int i = place + 1; i < tree.length; i += i & -i) {
        tree[i] += count;
      }
    }

    double upTo(int place) {
      double sum = 0;
      for (int i = place + 1; i > 0; i -= i & -i) {
        sum += tree[i];
      }
      return sum;
    }

    double total() {
      return total;
    }
  }
}
