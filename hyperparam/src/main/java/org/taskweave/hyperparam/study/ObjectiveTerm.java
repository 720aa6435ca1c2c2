package org.taskweave.hyperparam.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.Suggestion;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;

/**
 * A metric of a task in an objective.
 *
 * @param weight 1 unless the objective is weighted
 */
public record ObjectiveTerm(String task, Metric metric, double weight) {

  /** As in "reorder.auc". */
  public String name() {
    return task + "." + metric.name();
  }

  /** What is wrong with a "task.metric", if anything. */
  static Optional<String> problem(String text, Recipe recipe) {
    List<String> tasks = recipe.tasks().stream().map(TaskSpec::name).toList();
    String task = taskOf(text);
    int index = tasks.indexOf(task);
    if (index < 0) {
      return Optional.of(
          "\"" + task + "\" is not a task of the recipe; " + Suggestion.forMessage(task, tasks));
    }
    List<String> metrics = recipe.tasks().get(index).metrics().stream().map(Metric::name).toList();
    String metric = metricOf(text);
    return metric.isEmpty() || metrics.contains(metric)
        ? Optional.empty()
        : Optional.of(
            "\""
                + metric
                + "\" is not a metric of "
                + task
                + "; "
                + Suggestion.forMessage(metric, metrics));
  }

  /** The term of a text without a problem. */
  static ObjectiveTerm of(String text, double weight, Recipe recipe) {
    TaskSpec task =
        recipe.tasks().stream()
            .filter(t -> t.name().equals(taskOf(text)))
            .findFirst()
            .orElseThrow();
    String name = metricOf(text).isEmpty() ? task.metricNames().get(0) : metricOf(text);
    Metric metric =
        task.metrics().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    return new ObjectiveTerm(task.name(), metric, weight);
  }

  /** All terms of an objective, in order. */
  static List<ObjectiveTerm> of(ObjectiveSpec objective, Recipe recipe) {
    List<ObjectiveTerm> terms = new ArrayList<>();
    objective.metric().ifPresent(text -> terms.add(of(text, 1, recipe)));
    objective.weighted().forEach(w -> terms.add(of(w.metric(), w.weight(), recipe)));
    objective.pareto().forEach(text -> terms.add(of(text, 1, recipe)));
    return terms;
  }

  private static String taskOf(String text) {
    return text.indexOf('.') < 0 ? text : text.substring(0, text.indexOf('.'));
  }

  private static String metricOf(String text) {
    return text.indexOf('.') < 0 ? "" : text.substring(text.indexOf('.') + 1);
  }
}
