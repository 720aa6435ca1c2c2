package org.taskweave.training.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Labels that name a class which the training split does not know: they are left out of losses and
 * metrics, which a person should hear of.
 */
final class UnknownClasses {

  private static final int NAMED = 5;

  private UnknownClasses() {}

  /**
   * Tells a listener, if there are any.
   *
   * @param counts number of labels by "task: class"
   */
  static void tell(Map<String, Integer> counts, RunListener listener) {
    if (!counts.isEmpty()) {
      listener.stage(sentence(counts));
    }
  }

  /** The most frequent first. */
  private static String sentence(Map<String, Integer> counts) {
    List<Map.Entry<String, Integer>> sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    String named =
        sorted.stream()
            .limit(NAMED)
            .map(entry -> "\"" + entry.getKey() + "\" (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    int others = sorted.size() - NAMED;
    return "leaving out labels of classes that the training split does not know: "
        + named
        + (others > 0 ? " and " + others + " more" : "");
  }
}
