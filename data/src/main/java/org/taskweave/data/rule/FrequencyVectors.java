package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each user of a log has an item in a basket, later baskets counting more, and which
 * users are near each other by that. Thread-safe.
 */
final class FrequencyVectors {

  /** Numbers of some items, ascending; all others are 0. */
  record Sparse(int[] items, double[] values) {

    void addTo(double[] sums, double factor) {
      for (int k = 0; k < items.length; k++) {
        sums[items[k]] += factor * values[k];
      }
    }

    private double square() {
      return Arrays.stream(values).map(value -> value * value).sum();
    }
  }

  /**
   * How earlier baskets count less. The b baskets of a history make min(groups, b) groups of sizes
   * as equal as can be. Of a group of s baskets, that before the last by j counts inGroup^j / s; of
   * g groups, that before the last by j counts betweenGroups^j / g.
   */
  record Decay(int groups, double inGroup, double betweenGroups) {

    /** The vector of a history's events that a task asks for; an item of a basket counts once. */
    Sparse vector(ItemHistory history) {
      int[] asked = IntStream.range(0, history.size()).filter(e -> history.asked()[e]).toArray();
      int[] baskets = Arrays.stream(asked).map(e -> history.baskets()[e]).distinct().toArray();
      int[] items = Arrays.stream(asked).map(e -> history.items()[e]).sorted().distinct().toArray();
      double[] values = new double[items.length];
      int used = Math.min(groups, baskets.length);
      for (int b = 0; b < baskets.length; b++) {
        int basket = baskets[b];
        double weight = weight(b, baskets.length, used);
        Arrays.stream(asked)
            .filter(e -> history.baskets()[e] == basket)
            .map(e -> history.items()[e])
            .distinct()
            .forEach(item -> values[Arrays.binarySearch(items, item)] += weight);
      }
      return new Sparse(items, values);
    }

    private double weight(int basket, int baskets, int used) {
      int group = (int) ((long) basket * used / baskets);
      int first = firstOf(group, baskets, used);
      int end = firstOf(group + 1, baskets, used);
      return Math.pow(inGroup, end - 1 - basket)
          / (end - first)
          * Math.pow(betweenGroups, used - 1 - group)
          / used;
    }

    /** The least basket b with b * used / baskets = group. */
    private static int firstOf(int group, int baskets, int used) {
      return (group * baskets + used - 1) / used;
    }

    @Override
    public String toString() {
      return groups + " groups, decay " + inGroup + " and " + betweenGroups;
    }
  }

  private final Decay decay;
  private final List<Sparse> users;
  private final double[] squares;

  /** By item, users who have it and how much. */
  private final int[][] owners;

  private final double[][] amounts;

  FrequencyVectors(ItemLog log, Decay decay) {
    this.decay = decay;
    this.users = log.users().stream().map(decay::vector).toList();
    this.squares = users.stream().mapToDouble(Sparse::square).toArray();
    List<List<Integer>> having = new ArrayList<>();
    for (int item = 0; item < log.items(); item++) {
      having.add(new ArrayList<>());
    }
    for (int u = 0; u < users.size(); u++) {
      for (int item : users.get(u).items()) {
        having.get(item).add(u);
      }
    }
    owners = new int[log.items()][];
    amounts = new double[log.items()][];
    for (int item = 0; item < log.items(); item++) {
      int row = item;
      owners[item] = having.get(item).stream().mapToInt(Integer::intValue).toArray();
      amounts[item] = Arrays.stream(owners[item]).mapToDouble(u -> value(u, row)).toArray();
    }
  }

  private double value(int user, int item) {
    Sparse vector = users.get(user);
    return vector.values()[Arrays.binarySearch(vector.items(), item)];
  }

  Decay decay() {
    return decay;
  }

  /** The nearest users' vectors by Euclidean distance; of equal distances the first users'. */
  List<Sparse> nearest(Sparse own, int most) {
    double[] far = squares.clone();
    for (int k = 0; k < own.items().length; k++) {
      int item = own.items()[k];
      for (int o = 0; o < owners[item].length; o++) {
        far[owners[item][o]] -= 2 * own.values()[k] * amounts[item][o];
      }
    }
    return IntStream.range(0, far.length)
        .boxed()
        .sorted(Comparator.comparingDouble(user -> far[user]))
        .limit(most)
        .map(users::get)
        .toList();
  }
}
