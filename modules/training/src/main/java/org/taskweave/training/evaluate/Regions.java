package org.taskweave.training.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.calibration.Region;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TrivialPredictor;
import org.taskweave.core.task.TaskSpec;

/**
 * Regions that hold a task's label with a given probability: intervals of numbers, sets of classes
 * (split conformal prediction, see {@link org.taskweave.core.calibration.ConformalScores}).
 */
public final class Regions {

  private final double coverage;
  private final Map<String, ConformalFit> byTask;
  private final Map<String, Double> distances = new LinkedHashMap<>();

  /**
   * Regions of a bundle's tasks.
   *
   * @param coverage the probability
   * @param byTask a bundle's
   * @throws InvalidInputException the coverage is none, no task has regions or knows how far its
   *     dev labels were, or one has too few of them for this coverage
   */
  public Regions(double coverage, List<TaskSpec> tasks, Map<String, ConformalFit> byTask) {
    if (!(coverage > 0 && coverage < 1)) {
      throw new InvalidInputException(
          "--coverage " + coverage + ": is no probability between 0 and 1; for instance 0.9");
    }
    this.coverage = coverage;
    this.byTask = byTask;
    List<String> having =
        tasks.stream()
            .filter(task -> task.nonconformity().isPresent())
            .map(TaskSpec::name)
            .toList();
    if (having.isEmpty()) {
      throw new InvalidInputException(
          "--coverage: regions are for regression, count, binary, multiclass and ordinal tasks, and"
              + " the bundle has none of them: remove it");
    }
    for (String task : having) {
      ConformalFit fit = byTask.get(task);
      if (fit == null) {
        throw new InvalidInputException(
            "--coverage: the bundle does not know how far dev labels of the task \""
                + task
                + "\" were from what was predicted: an earlier build made it, or no dev label was"
                + " known. Train again, with dev cuts that have labels, or remove the option.");
      }
      distances.put(task, fit.ofModel().distance(coverage));
    }
  }

  /**
   * Where a task's label lies; empty for kinds without regions.
   *
   * @param predicted [W] in natural units
   */
  public Optional<Region> of(TaskSpec task, double[] predicted) {
    return task.nonconformity()
        .map(nonconformity -> nonconformity.within(distances.get(task.name()), predicted));
  }

  /** How often labels lay in their regions, and how large these were; beside constant ones. */
  List<MetricResult> measured(
      TaskSpec task,
      Evaluator evaluator,
      Evaluator.Predictions predictions,
      TrivialPredictor trivial) {
    return task.nonconformity()
        .map(
            nonconformity ->
                evaluator.evaluate(
                    task, predictions, trivial, nonconformity, coverage, byTask.get(task.name())))
        .orElse(List.of());
  }
}
