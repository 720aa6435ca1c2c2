package org.taskweave.data.example;

import java.util.List;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Reads the label of one task for one example, in the form that its kind asks for.
 *
 * @param history before the cut
 * @param window after it
 */
record TaskLabel(TaskSpec task, List<BehaviorEvent> history, LabelWindow window)
    implements LabelRule.Reader<LabelValue> {

  static LabelValue read(TaskSpec task, List<BehaviorEvent> history, LabelWindow window) {
    return task.label().read(new TaskLabel(task, history, window));
  }

  @Override
  public LabelValue occurs(LabelRule.Occurs rule) {
    return FutureLabels.occurs(rule, window);
  }

  @Override
  public LabelValue value(LabelRule.Value rule) {
    return FutureLabels.value(task, rule, window);
  }

  @Override
  public LabelValue classOf(LabelRule.ClassOf rule) {
    return task.labelForm() == LabelForm.CLASS_SET
        ? FutureLabels.classSet(task, rule, window)
        : FutureLabels.nextClass(task, rule, window);
  }

  @Override
  public LabelValue nextItem(LabelRule.NextItem rule) {
    return FutureLabels.nextItem(rule, window);
  }

  @Override
  public LabelValue given(LabelRule.Given rule) {
    return GivenLabels.read(task, rule.attribute(), history);
  }
}
