package org.taskweave.data.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name somebody probably meant: the nearest by edit distance (Levenshtein, 1966). */
final class ClosestName {

  private ClosestName() {}

  /** The nearest candidate, if it is near: at most a third of the name differs, or two letters. */
  static Optional<String> among(Collection<String> candidates, String name) {
    int near = Math.max(2, name.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(candidate, name) <= near)
        .min(Comparator.comparingInt(candidate -> distance(candidate, name)));
  }

  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
