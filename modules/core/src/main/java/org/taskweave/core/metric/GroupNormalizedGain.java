package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Normalised discounted cumulative gain within each group (a user's shown items, say), the mean
 * over the groups that have a positive: sum over its rows of label / log2(1 + rank) over the
 * greatest such sum (Jarvelin and Kekalainen 2002). Rows of equal scores have the mean discount of
 * their ranks (McSherry and Najork 2008). A group is resampled as a whole. NaN when no group has a
 * positive.
 */
public final class GroupNormalizedGain implements Metric {
  private final RowGroups groups;

  /**
   * The metric of rows in groups.
   *
   * @param groups [n] the group of each row
   */
  public GroupNormalizedGain(int[] groups) {
    this.groups = new RowGroups(groups);
  }

  @Override
  public String name() {
    return "ndcg";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    groups.require(labels, scores);
    List<Integer> first = new ArrayList<>();
    List<Double> gains = new ArrayList<>();
    for (int[] rows : groups.groups()) {
      double[] best = RowGroups.pick(labels, rows);
      double greatest = gain(best, best);
      if (greatest > 0) {
        first.add(rows[0]);
        gains.add(gain(best, RowGroups.pick(scores, rows)) / greatest);
      }
    }
    return new PreparedGroups(labels.length, first, gains);
  }

  private static double gain(double[] labels, double[] scores) {
    int[] order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int end;
    for (int from = 0; from < order.length; from = end) {
      double tied = scores[order[from]];
      end = from;
      double discounts = 0;
      double gains = 0;
      while (end < order.length && scores[order[end]] == tied) {
        discounts += Math.log(2) / Math.log(2.0 + end);
        gains += labels[order[end]];
        end++;
      }
      sum += gains * discounts / (end - from);
    }
    return sum;
  }

  private record PreparedGroups(int rows, List<Integer> first, List<Double> gains)
      implements Prepared {
    @Override
    public double value(int[] counts) {
      double sum = 0;
      long weight = 0;
      for (int g = 0; g < gains.size(); g++) {
        int count = counts[first.get(g)];
        sum += count * gains.get(g);
        weight += count;
      }
      return weight == 0 ? Double.NaN : sum / weight;
    }
  }
}
