package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which items are in the long tail: those outside the head, which is the fewest most popular items
 * that together have 80 % of the training split's interactions. Of equally popular items the one
 * that stands first in the catalog comes first.
 */
public final class LongTail {

  private LongTail() {}

  /**
   * Marks the long tail.
   *
   * @param interactions [N] of the training split, by item
   * @return [N]
   */
  public static boolean[] of(int[] interactions) {
    long total = Arrays.stream(interactions).asLongStream().sum();
    int[] order =
        IntStream.range(0, interactions.length)
            .boxed()
            .sorted(Comparator.comparingInt(item -> -interactions[item]))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] tail = new boolean[interactions.length];
    long before = 0;
    for (int item : order) {
      tail[item] = 5 * before >= 4 * total;
      before += interactions[item];
    }
    return tail;
  }
}
