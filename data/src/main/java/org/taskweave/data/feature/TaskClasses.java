package org.taskweave.data.feature;

import java.util.List;
import org.taskweave.core.task.TaskSpec;

/** Class lists of the kinds of task that have them. */
final class TaskClasses {

  private TaskClasses() {}

  static boolean has(TaskSpec task) {
    return !(task instanceof TaskSpec.Binary || task instanceof TaskSpec.Regression);
  }

  /** The task with its classes. */
  static TaskSpec with(TaskSpec task, List<String> classes) {
    if (task instanceof TaskSpec.Multiclass t) {
      return new TaskSpec.Multiclass(
          t.name(), t.label(), t.weight(), t.head(), t.floor(), classes, t.classWeights());
    }
    if (task instanceof TaskSpec.Multilabel t) {
      return new TaskSpec.Multilabel(
          t.name(), t.label(), t.weight(), t.head(), t.floor(), classes, t.classWeights());
    }
    if (task instanceof TaskSpec.TokenTagging t) {
      return new TaskSpec.TokenTagging(
          t.name(), t.label(), t.weight(), t.head(), t.floor(), classes, t.classWeights());
    }
    if (task instanceof TaskSpec.NextItem t) {
      return new TaskSpec.NextItem(
          t.name(),
          t.label(),
          t.weight(),
          t.head(),
          classes,
          t.loss(),
          t.negatives(),
          t.temperature(),
          t.popularityDiscount(),
          t.seen());
    }
    return task;
  }
}
