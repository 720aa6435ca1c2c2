package org.taskweave.core.metric;

import java.util.List;
import org.taskweave.core.task.TaskSpec;

/** The metrics of each kind of task; the first is its primary one. */
public final class TaskMetrics {

  private TaskMetrics() {}

  /**
   * The metrics of a task.
   *
   * @param classes C, for kinds that have classes; N for next items
   */
  public static List<Metric> of(TaskSpec task, int classes) {
    if (task instanceof TaskSpec.Binary) {
      return List.of(
          new AreaUnderRoc(), new AveragePrecision(), new LogLoss(), new CalibrationError());
    }
    if (task instanceof TaskSpec.Regression) {
      return List.of(new RootMeanSquaredError(), new MeanAbsoluteError());
    }
    if (task instanceof TaskSpec.Multilabel) {
      return List.of(new MultilabelMacroF1(classes), new MultilabelLogLoss(classes));
    }
    if (task instanceof TaskSpec.NextItem) {
      return NextItemMetrics.of(classes);
    }
    Metric accuracy = new Accuracy(classes);
    Metric macroF1 = new MacroF1(classes);
    Metric logLoss = new MulticlassLogLoss(classes);
    return task instanceof TaskSpec.Multiclass
        ? List.of(accuracy, macroF1, logLoss)
        : List.of(macroF1, accuracy, logLoss);
  }

  /** How many scores a row has for these metrics: a {@link RankedRow} for next items. */
  static int scoreWidth(TaskSpec task) {
    return task instanceof TaskSpec.NextItem ? RankedRow.WIDTH : task.outputWidth();
  }

  /** Their names. */
  public static List<String> names(TaskSpec task) {
    return of(task, 1).stream().map(Metric::name).toList();
  }

  /** The one that tells how good a task is, where one must. */
  public static String primary(TaskSpec task) {
    return names(task).get(0);
  }
}
