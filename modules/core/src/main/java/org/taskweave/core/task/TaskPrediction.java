package org.taskweave.core.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.Region;

/** What a model says of one task for one user. */
public sealed interface TaskPrediction {

  /**
   * A number to rank by.
   *
   * @param part the name of a class; "" for a prediction of one number
   */
  default double score(String part) {
    throw new IllegalStateException(getClass().getSimpleName() + " has no score");
  }

  /**
   * Cells of a table: what is added to the task's name to make a column's, and its value: a Double,
   * a String, a List of Strings, a Set of classes, or a Map of item ids to scores, the best first.
   *
   * @throws InvalidInputException a class is called what another column is
   */
  Map<String, Object> columns();

  /** Probability that it happens. */
  record Probability(double probability) implements TaskPrediction {
    @Override
    public double score(String part) {
      return probability;
    }

    @Override
    public Map<String, Object> columns() {
      return Map.of("", probability);
    }
  }

  /** What is said, and where the label lies with the probability that was asked for. */
  record Covered(TaskPrediction said, Region region) implements TaskPrediction {
    @Override
    public double score(String part) {
      return said.score(part);
    }

    @Override
    public Map<String, Object> columns() {
      Map<String, Object> columns = new LinkedHashMap<>(said.columns());
      for (Map.Entry<String, Object> column : region.columns().entrySet()) {
        if (columns.put(column.getKey(), column.getValue()) != null) {
          throw new InvalidInputException(
              "--coverage: a class is called \""
                  + column.getKey().substring(1)
                  + "\", as the column of the regions is: give the class another name, or leave the"
                  + " option out");
        }
      }
      return columns;
    }
  }

  /** A number in the label's unit (after its log1p, if the recipe's label has one). */
  record Value(double value) implements TaskPrediction {
    @Override
    public double score(String part) {
      return value;
    }

    @Override
    public Map<String, Object> columns() {
      return Map.of("", value);
    }
  }

  /**
   * One number that says most, and others by name: quantiles of a value, or probabilities that
   * something has happened by a time.
   */
  record Numbers(double central, Map<String, Double> parts) implements TaskPrediction {
    public Numbers {
      parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    @Override
    public double score(String part) {
      return parts.get(part);
    }

    @Override
    public Map<String, Object> columns() {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("", central);
      parts.forEach((name, value) -> columns.put("_" + name, value));
      return columns;
    }
  }

  /** Probabilities of classes (multiclass: they sum to 1; multilabel: each for itself). */
  record Classes(Map<String, Double> probabilities) implements TaskPrediction {

    /** In the order of the classes. */
    static Classes of(List<String> names, double[] probabilities) {
      Map<String, Double> byName = new LinkedHashMap<>();
      for (int c = 0; c < names.size(); c++) {
        byName.put(names.get(c), probabilities[c]);
      }
      return new Classes(byName);
    }

    /** The most probable class. */
    public String best() {
      return probabilities.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .orElseThrow()
          .getKey();
    }

    @Override
    public double score(String part) {
      return probabilities.get(part);
    }

    /** The most probable class, and each one's probability. */
    @Override
    public Map<String, Object> columns() {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("", best());
      probabilities.forEach((name, probability) -> columns.put("_" + name, probability));
      return columns;
    }
  }

  /** Scores of the ten likeliest next items by id, the likeliest first; none if all are seen. */
  record Items(Map<String, Double> scores) implements TaskPrediction {
    public Items {
      scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /** The likeliest item and its score, and all with theirs. */
    @Override
    public Map<String, Object> columns() {
      Map.Entry<String, Double> best =
          scores.entrySet().stream().findFirst().orElse(Map.entry("", Double.NaN));
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("", best.getKey());
      columns.put("_score", best.getValue());
      columns.put("_items", scores);
      return columns;
    }
  }

  /** The most probable tag of each token the model read, special tokens included. */
  record Tags(List<String> tags) implements TaskPrediction {
    public Tags {
      tags = List.copyOf(tags);
    }

    @Override
    public Map<String, Object> columns() {
      return Map.of("", tags);
    }
  }
}
