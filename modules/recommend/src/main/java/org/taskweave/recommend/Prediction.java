package org.taskweave.recommend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says of one user at a cut.
 *
 * @param item what tasks that read user and item were asked about, if anything
 * @param tasks by task name, in task order
 */
public record Prediction(
    String user, long cutMillis, Optional<String> item, Map<String, TaskPrediction> tasks) {

  /** A prediction about a user alone. */
  public Prediction(String user, long cutMillis, Map<String, TaskPrediction> tasks) {
    this(user, cutMillis, Optional.empty(), tasks);
  }

  /** What it says of one task. */
  public sealed interface TaskPrediction {

    /** Probability that it happens. */
    record Probability(double probability) implements TaskPrediction {}

    /** A number in the label's unit (after its log1p, if the recipe's label has one). */
    record Value(double value) implements TaskPrediction {}

    /** Probabilities of classes (multiclass: they sum to 1; multilabel: each for itself). */
    record Classes(Map<String, Double> probabilities) implements TaskPrediction {

      /** The most probable class. */
      public String best() {
        return probabilities.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
      }
    }

    /** Scores of the ten likeliest next items by id, the likeliest first; none if all are seen. */
    record Items(Map<String, Double> scores) implements TaskPrediction {
      public Items {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
      }
    }

    /** The most probable tag of each token the model read, special tokens included. */
    record Tags(java.util.List<String> tags) implements TaskPrediction {
      public Tags {
        tags = java.util.List.copyOf(tags);
      }
    }
  }
}
