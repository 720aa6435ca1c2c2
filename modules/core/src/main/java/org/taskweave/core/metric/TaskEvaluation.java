package org.taskweave.core.metric;

import java.util.List;
import java.util.Optional;

/**
 * How well one task is predicted.
 *
 * @param metrics the primary one first
 * @param report of classes; absent for regression and where no label is known
 */
public record TaskEvaluation(
    String task,
    String primaryMetric,
    List<MetricResult> metrics,
    Optional<ClassificationReport> report) {

  public TaskEvaluation {
    metrics = List.copyOf(metrics);
  }

  /** The result of the primary metric. */
  public MetricResult primary() {
    return metric(primaryMetric);
  }

  /**
   * The result of a metric; the primary one for "".
   *
   * @throws IllegalArgumentException the task has no such metric
   */
  public MetricResult metric(String name) {
    String wanted = name.isEmpty() ? primaryMetric : name;
    return metrics.stream()
        .filter(result -> result.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "task \"" + task + "\" has no metric \"" + wanted + "\""));
  }
}
