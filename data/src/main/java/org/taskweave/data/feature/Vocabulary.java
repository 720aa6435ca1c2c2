package org.taskweave.data.feature;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Values of a categorical channel: index 0 is "none" (special tokens and padding), 1 a value that
 * training did not see often enough, 2 and up the values in order.
 */
record Vocabulary(List<String> values) {

  static final int UNSEEN = 1;
  private static final int FIRST = 2;

  Vocabulary {
    values = List.copyOf(values);
  }

  /** The values seen at least so often. */
  static Vocabulary of(Stream<String> seen, int atLeast) {
    Map<String, Integer> counts = new TreeMap<>();
    seen.forEach(value -> counts.merge(value, 1, Integer::sum));
    return new Vocabulary(
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= atLeast)
            .map(Map.Entry::getKey)
            .toList());
  }

  int size() {
    return FIRST + values.size();
  }

  int indexOf(String value) {
    int index = Collections.binarySearch(values, value);
    return index < 0 ? UNSEEN : FIRST + index;
  }
}
