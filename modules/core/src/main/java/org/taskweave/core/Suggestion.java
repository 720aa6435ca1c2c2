package org.taskweave.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word a user probably meant, by the number of single-letter edits (Levenshtein 1966). */
public final class Suggestion {

  private Suggestion() {}

  /** The nearest known word, if at most a third of its letters (at least two) would change. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(each -> edits(word, each) <= Math.max(2, each.length() / 3))
        .filter(each -> edits(word, each) < each.length())
        .min(
            Comparator.<String>comparingInt(each -> edits(word, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A question for the end of a message, or the whole choice when nothing is near. */
  public static String forMessage(String word, Collection<String> known) {
    return nearest(word, known)
        .map(each -> "did you mean \"" + each + "\"?")
        .orElseGet(() -> "choose from: " + String.join(", ", known));
  }

  private static int edits(String left, String right) {
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
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
