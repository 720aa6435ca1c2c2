package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.taskweave.core.task.Bands;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Example;
import org.taskweave.data.history.HistoryStatistics;

/**
 * Predictions of the tasks' one-line rules, on the labels' scale; of a task that reads user and
 * item, without a rule, the simplest estimate by both.
 */
final class Floors {

  private Floors() {}

  /**
   * Per task, the floor's prediction of each example; empty for tasks without one.
   *
   * @param estimates by the task's position, for tasks without a rule
   */
  static List<Optional<double[]>> of(
      List<TaskSpec> tasks,
      IntFunction<Optional<ToDoubleFunction<Example>>> estimates,
      List<Example> examples) {
    List<Optional<double[]>> floors = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      TaskSpec task = tasks.get(k);
      floors.add(
          task.floor().isPresent()
              ? Optional.of(predictions(task, task.floor().get(), examples))
              : estimates
                  .apply(k)
                  .map(estimate -> examples.stream().mapToDouble(estimate).toArray()));
    }
    return floors;
  }

  private static double[] predictions(
      TaskSpec task, HistoryStatistic floor, List<Example> examples) {
    double[] values = new double[examples.size()];
    for (int i = 0; i < values.length; i++) {
      Example example = examples.get(i);
      values[i] =
          floor instanceof HistoryStatistic.LastClass lastClass
              ? HistoryStatistics.lastClass(lastClass, example.history())
                  .map(name -> (double) classIndex(task, lastClass, name))
                  .orElse(-1.0)
              : task.label()
                  .scaled(HistoryStatistics.value(floor, example.history(), example.cutMillis()));
    }
    return values;
  }

  /** Classes that the recipe names are the names of the bands, in their order. */
  private static int classIndex(
      TaskSpec task, HistoryStatistic.LastClass statistic, String className) {
    List<String> classes = task.classes();
    boolean banded =
        !task.label().bands().isEmpty() && task.label().bands().equals(statistic.bands());
    return (banded ? Bands.classNames(statistic.bands()) : classes).indexOf(className);
  }
}
