package org.taskweave.data.example;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;

/** The event whose item the tasks that read user and item are about. */
final class TargetEvent {

  private TargetEvent() {}

  /** Position of the first task that reads user and item. */
  static Optional<Integer> firstTask(List<TaskSpec> tasks) {
    for (int k = 0; k < tasks.size(); k++) {
      if (tasks.get(k).head().readsItem()) {
        return Optional.of(k);
      }
    }
    return Optional.empty();
  }

  /**
   * The first event that these tasks' labels can be read from; their rules name one action or none.
   *
   * @param window of the first of these tasks
   */
  static Optional<BehaviorEvent> of(List<TaskSpec> tasks, List<BehaviorEvent> window) {
    return firstTask(tasks)
        .flatMap(
            k -> {
              Optional<String> action = tasks.get(k).label().namedAction();
              return window.stream()
                  .filter(event -> action.map(event.action()::equals).orElse(true))
                  .findFirst();
            });
  }

  /** What a task's label is read from: of a task that reads the item, the target alone. */
  static LabelWindow window(TaskSpec task, Optional<BehaviorEvent> target, LabelWindow window) {
    if (!task.head().readsItem()) {
      return window;
    }
    return target
        .map(event -> new LabelWindow(List.of(event), true))
        .orElseGet(() -> new LabelWindow(List.of(), false));
  }
}
