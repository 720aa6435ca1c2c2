package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the training split says of next items without any model: how often each item of the catalog
 * came, and which item came after which. Two baselines follow from it.
 *
 * <p><b>Popularity.</b> Items by how often they came.
 *
 * <p><b>First-order Markov.</b> Items that ever came after the user's last item, by how often they
 * did, equal ones by popularity; below them all other items by popularity. After an item that
 * training does not know, popularity alone.
 *
 * @param interactions [N] how often an item came
 * @param followed [S] row of an item, ascending
 * @param followers [S] row of an item that came after it, ascending within each followed item
 * @param counts [S] how often
 */
record ItemSteps(int[] interactions, int[] followed, int[] followers, int[] counts) {

  static final ItemSteps NONE = new ItemSteps(new int[0], new int[0], new int[0], new int[0]);

  /** One thing a user did: the row of its item, and whether it can be what comes next. */
  record Visit(int item, boolean counts) {}

  /**
   * Counts. Each visit steps to the next one after it that counts; visits in between do not.
   *
   * @param sequences of the users, each oldest first
   * @param items N
   */
  static ItemSteps of(Iterable<List<Visit>> sequences, int items) {
    int[] interactions = new int[items];
    Map<Integer, Map<Integer, Integer>> steps = new TreeMap<>();
    for (List<Visit> visits : sequences) {
      int next = -1;
      for (int i = visits.size() - 1; i >= 0; i--) {
        Visit visit = visits.get(i);
        if (next >= 0) {
          steps.computeIfAbsent(visit.item(), item -> new TreeMap<>()).merge(next, 1, Integer::sum);
        }
        if (visit.counts()) {
          interactions[visit.item()]++;
          next = visit.item();
        }
      }
    }
    List<int[]> rows = new ArrayList<>();
    steps.forEach(
        (item, after) ->
            after.forEach((follower, count) -> rows.add(new int[] {item, follower, count})));
    return new ItemSteps(interactions, column(rows, 0), column(rows, 1), column(rows, 2));
  }

  private static int[] column(List<int[]> rows, int column) {
    return rows.stream().mapToInt(row -> row[column]).toArray();
  }

  /**
   * Popularity as scores [N]: items that came equally often have equal ones, and a more popular one
   * is exactly one above the next. Whole numbers, so that nothing is rounded.
   */
  double[] popularity() {
    int[] levels = Arrays.stream(interactions).distinct().sorted().toArray();
    double[] scores = new double[interactions.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Arrays.binarySearch(levels, interactions[i]);
    }
    return scores;
  }

  /**
   * First-order Markov as scores [N], whole numbers.
   *
   * @param popularity {@link #popularity}
   * @param last row of the user's last item, or -1 for one that the catalog lacks
   */
  double[] markov(double[] popularity, int last) {
    double[] scores = popularity.clone();
    int from = lowerBound(last);
    int to = lowerBound(last + 1);
    List<Integer> steps = new ArrayList<>(IntStream.range(from, to).boxed().toList());
    steps.sort(
        (a, b) ->
            counts[a] != counts[b]
                ? Integer.compare(counts[a], counts[b])
                : Double.compare(popularity[followers[a]], popularity[followers[b]]));
    double score = popularity.length;
    for (int i = 0; i < steps.size(); i++) {
      int step = steps.get(i);
      boolean tied =
          i > 0
              && counts[step] == counts[steps.get(i - 1)]
              && popularity[followers[step]] == popularity[followers[steps.get(i - 1)]];
      score += tied ? 0 : 1;
      scores[followers[step]] = score;
    }
    return scores;
  }

  private int lowerBound(int item) {
    int low = 0;
    int high = followed.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (followed[middle] < item) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The same for a catalog with more items, which never came.
   *
   * @param rows [N] the new row of each old one, ascending
   * @param items N of the new catalog
   */
  ItemSteps moved(int[] rows, int items) {
    int[] moved = new int[items];
    for (int i = 0; i < interactions.length; i++) {
      moved[rows[i]] = interactions[i];
    }
    return new ItemSteps(moved, picked(rows, followed), picked(rows, followers), counts);
  }

  private static int[] picked(int[] values, int[] indices) {
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemSteps that
        && Arrays.equals(interactions, that.interactions)
        && Arrays.equals(followed, that.followed)
        && Arrays.equals(followers, that.followers)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(interactions) * 31 + Arrays.hashCode(counts);
  }
}
