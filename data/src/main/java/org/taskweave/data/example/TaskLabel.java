package org.taskweave.data.example;

import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;

/** The label of one task; which rules suit which tasks. */
final class TaskLabel {

  private TaskLabel() {}

  static LabelValue read(TaskSpec task, List<BehaviorEvent> history, LabelWindow window) {
    LabelRule rule = task.label();
    if (rule instanceof LabelRule.Occurs occurs) {
      return FutureLabels.occurs(occurs, window);
    }
    if (rule instanceof LabelRule.Value value) {
      return FutureLabels.value(task, value, window);
    }
    if (rule instanceof LabelRule.ClassOf classOf) {
      return task instanceof TaskSpec.Multilabel
          ? FutureLabels.classSet(task, classOf, window)
          : FutureLabels.nextClass(task, classOf, window);
    }
    if (rule instanceof LabelRule.NextItem nextItem) {
      return FutureLabels.nextItem(nextItem, window);
    }
    return GivenLabels.read(task, ((LabelRule.Given) rule).attribute(), history);
  }

  /** Refuses a rule whose labels are of another kind than the task's. */
  static void check(TaskSpec task) {
    LabelRule rule = task.label();
    boolean suits = rule instanceof LabelRule.Given;
    String suiting = "given";
    if (task instanceof TaskSpec.Binary) {
      suits |= rule instanceof LabelRule.Occurs;
      suiting = "occurs or given";
    } else if (task instanceof TaskSpec.Regression) {
      suits |= rule instanceof LabelRule.Value;
      suiting = "value or given";
    } else if (task instanceof TaskSpec.Multiclass || task instanceof TaskSpec.Multilabel) {
      suits |= rule instanceof LabelRule.ClassOf;
      suiting = "class or given";
    } else if (task instanceof TaskSpec.NextItem) {
      suits = rule instanceof LabelRule.NextItem;
      suiting = "nextItem";
    }
    if (!suits) {
      throw new InvalidInputException(
          "Task \""
              + task.name()
              + "\" ("
              + task.getClass().getSimpleName()
              + ") has a label by the rule "
              + rule.getClass().getSimpleName()
              + "; its rule must be "
              + suiting
              + ".");
    }
  }
}
