package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
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

  /**
   * The labels of all tasks.
   *
   * @param target the event that tasks which read the item are about
   * @param windows by position in the task list, for the other tasks
   */
  static List<LabelValue> readAll(
      List<TaskSpec> tasks,
      List<BehaviorEvent> history,
      Optional<BehaviorEvent> target,
      IntFunction<LabelWindow> windows) {
    List<LabelValue> labels = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      labels.add(
          read(tasks.get(k), history, TargetEvent.window(tasks.get(k), target, windows.apply(k))));
    }
    return labels;
  }

  @Override
  public LabelValue occurs(LabelRule.Occurs rule) {
    return FutureLabels.occurs(rule.action(), window);
  }

  @Override
  public LabelValue followed(LabelRule.Followed rule) {
    return FutureLabels.occurs(rule.by(), window);
  }

  @Override
  public LabelValue atLeast(LabelRule.AtLeast rule) {
    return FutureLabels.ofNext(
        rule,
        window,
        event -> {
          OptionalDouble number = AttributeValues.number(event, rule.attribute(), task.name());
          return number.isPresent()
              ? Optional.of(number.getAsDouble() >= rule.threshold())
              : Optional.empty();
        });
  }

  @Override
  public LabelValue isOneOf(LabelRule.IsOneOf rule) {
    return FutureLabels.ofNext(
        rule,
        window,
        event ->
            AttributeValues.className(event, rule.attribute(), List.of(), task.name())
                .map(rule.classes()::contains));
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
  public LabelValue nextBasket(LabelRule.NextBasket rule) {
    return FutureLabels.nextBasket(rule, history, window);
  }

  @Override
  public LabelValue count(LabelRule.Count rule) {
    return FutureLabels.count(rule, window);
  }

  @Override
  public LabelValue timeUntil(LabelRule.TimeUntil rule) {
    return FutureLabels.timeUntil(rule, window);
  }

  @Override
  public LabelValue given(LabelRule.Given rule) {
    return GivenLabels.read(task, rule.attribute(), history);
  }
}
