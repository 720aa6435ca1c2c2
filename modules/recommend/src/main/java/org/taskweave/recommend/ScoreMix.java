package org.taskweave.recommend;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.task.TaskSpec;

/**
 * A weighted sum of predictions. Terms are {@code task} for tasks of one number (a probability, a
 * value), {@code task:part} for one of several: a class, a quantile, a time; weights may be
 * negative.
 */
public final class ScoreMix {

  private final Map<Term, Double> weights;

  private record Term(String task, String className) {}

  private ScoreMix(Map<Term, Double> weights) {
    this.weights = weights;
  }

  /**
   * Parses "reorder" or "reorder=1,returns=-0.5,priceBand:3.75 and up=0.2".
   *
   * @param tasks of the model
   * @throws InvalidInputException for an unknown task or class, a class that is missing or too
   *     many, or a weight that is no number
   */
  public static ScoreMix parse(String text, List<TaskSpec> tasks) {
    Map<Term, Double> weights = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      int colon = name.indexOf(':');
      String taskName = colon < 0 ? name : name.substring(0, colon);
      String className = colon < 0 ? "" : name.substring(colon + 1);
      check(taskName, className, tasks);
      weights.merge(
          new Term(taskName, className),
          equals < 0 ? 1.0 : weight(part, part.substring(equals + 1).strip()),
          Double::sum);
    }
    return new ScoreMix(weights);
  }

  private static double weight(String part, String text) {
    try {
      double weight = Double.parseDouble(text);
      if (Double.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInputException(
        "score \""
            + part
            + "\": the weight \""
            + text
            + "\" is no finite number; write for instance"
            + " reorder=0.5");
  }

  private static void check(String name, String className, List<TaskSpec> tasks) {
    TaskSpec task =
        tasks.stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "score: the model has no task \""
                            + name
                            + "\"; "
                            + Suggestion.forMessage(
                                name, tasks.stream().map(TaskSpec::name).toList())));
    task.unranked()
        .ifPresent(
            reason -> {
              throw new InvalidInputException("score: \"" + name + "\" " + reason);
            });
    partMistake(task, className)
        .ifPresent(
            mistake -> {
              throw new InvalidInputException("score: \"" + name + "\" " + mistake);
            });
  }

  private static Optional<String> partMistake(TaskSpec task, String part) {
    List<String> parts = task.parts();
    if (part.isEmpty() ? parts.isEmpty() : parts.contains(part)) {
      return Optional.empty();
    }
    if (parts.isEmpty()) {
      return Optional.of(
          "is one number and has no part \"" + part + "\": write \"" + task.name() + "\"");
    }
    return Optional.of(
        part.isEmpty()
            ? "has parts: write \""
                + task.name()
                + ":PART\" with one of: "
                + String.join(", ", parts)
            : "has no part \"" + part + "\"; " + Suggestion.forMessage(part, parts));
  }

  /** Names of the tasks in the mix. */
  public Set<String> tasks() {
    Set<String> names = new LinkedHashSet<>();
    weights.keySet().forEach(term -> names.add(term.task()));
    return names;
  }

  /** The mix of a prediction. */
  public double of(Prediction prediction) {
    double sum = 0;
    for (Map.Entry<Term, Double> entry : weights.entrySet()) {
      Term term = entry.getKey();
      sum += entry.getValue() * prediction.tasks().get(term.task()).score(term.className());
    }
    return sum;
  }
}
