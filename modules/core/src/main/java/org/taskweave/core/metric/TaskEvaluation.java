package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well one task is predicted.
 *
 * @param metrics the primary one first
 * @param report of classes; absent for regression, next items, and where no label is known
 * @param protocol how it was measured, where there is more than one way
 * @param rules of one line that a next-item task is measured beside, the best on dev first: it is
 *     the floor
 */
public record TaskEvaluation(
    String task,
    String primaryMetric,
    List<MetricResult> metrics,
    Optional<ClassificationReport> report,
    Optional<String> protocol,
    List<RuleResult> rules) {

  /** An evaluation of a kind that there is one way to measure. */
  public TaskEvaluation(
      String task,
      String primaryMetric,
      List<MetricResult> metrics,
      Optional<ClassificationReport> report) {
    this(task, primaryMetric, metrics, report, Optional.empty(), List.of());
  }

  public TaskEvaluation {
    metrics = List.copyOf(metrics);
    rules = List.copyOf(rules);
  }

  /** The same with further metrics behind. */
  public TaskEvaluation with(List<MetricResult> further) {
    List<MetricResult> all = new ArrayList<>(metrics);
    all.addAll(further);
    return new TaskEvaluation(task, primaryMetric, all, report, protocol, rules);
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

  /**
   * Whether a metric of the model is to be marked as below its floor. Of next items those are that
   * rules are compared by: coverage, say, is no matter of right.
   */
  public boolean marked(MetricResult metric) {
    return metric.belowFloor()
        && (rules.isEmpty() || rules.get(0).values().containsKey(metric.name()));
  }
}
