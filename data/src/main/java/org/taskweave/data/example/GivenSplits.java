package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/** Takes each user's whole history, in the split that its newest event names. */
final class GivenSplits {

  private final String splitColumn;
  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;

  GivenSplits(String splitColumn, List<TaskSpec> tasks, HistoryRequirement requirement) {
    this.splitColumn = splitColumn;
    this.tasks = tasks;
    this.requirement = requirement;
  }

  /** Refuses labels that look at what comes after the history, where nothing comes. */
  static void check(List<TaskSpec> tasks) {
    for (TaskSpec task : tasks) {
      if (task.label().looksAhead()) {
        throw new InvalidInputException(
            "Task \""
                + task.name()
                + "\": with examples.splitColumn the whole history is the input and nothing comes"
                + " after it; its label rule must be given.");
      }
    }
  }

  List<Example> cut(BehaviorSequences sequences) {
    LabelWindow nothing = LabelWindow.closed(List.of());
    List<Example> examples = new ArrayList<>();
    for (BehaviorSequence sequence : sequences) {
      List<BehaviorEvent> history = sequence.events();
      if (requirement.isMetBy(history)) {
        BehaviorEvent newest = history.get(history.size() - 1);
        examples.add(
            new Example(
                sequence.user(),
                newest.timestampMillis() + 1,
                split(newest),
                history,
                tasks.stream().map(task -> TaskLabel.read(task, history, nothing)).toList()));
      }
    }
    return examples;
  }

  private Split split(BehaviorEvent newest) {
    Object value = newest.attributes().get(splitColumn);
    return SplitOrder.named(value)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "examples.splitColumn: \""
                        + splitColumn
                        + "\" is "
                        + (value == null ? "absent" : "\"" + value + "\"")
                        + " in the newest event of user \""
                        + newest.user()
                        + "\"; it must be train, dev or test."));
  }
}
