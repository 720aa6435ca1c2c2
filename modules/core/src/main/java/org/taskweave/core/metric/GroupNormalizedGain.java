package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Normalised discounted cumulative gain within each group (a user's shown items, say), the mean
 * over the groups that have a positive: sum over its rows of label / log2(1 + rank) over the
 * greatest such sum (Jarvelin and Kekalainen 2002). Rows of equal scores have the mean discount of
 * their ranks (McSherry and Najork 2008). A group is resampled as a whole. NaN when no group has a
 * positive.
 */
public final class GroupNormalizedGain implements Metric {
  private final int[] groups;

  /**
   * The metric of rows in groups.
   *
   * @param groups [n] the group of each row
   */
  public GroupNormalizedGain(int[] groups) {
    this.groups = groups.clone();
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
    if (labels.length != groups.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + groups.length + " groups");
    }
    Rows.count(labels, 1, scores, 1);
    Map<Integer, List<Integer>> rowsByGroup = new LinkedHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      rowsByGroup.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
    }
    List<Integer> first = new ArrayList<>();
    List<Double> gains = new ArrayList<>();
    for (List<Integer> rows : rowsByGroup.values()) {
      double[] best = rows.stream().mapToDouble(i -> labels[i]).toArray();
      double greatest = gain(best, best);
      if (greatest > 0) {
        first.add(rows.get(0));
        double[] ranked = rows.stream().mapToDouble(i -> scores[i]).toArray();
        gains.add(gain(best, ranked) / greatest);
      }
    }
    return new PreparedGroups(groups.length, first, gains);
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
