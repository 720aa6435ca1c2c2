package org.taskweave.data.example;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;

/**
 * A user at a cut.
 *
 * @param history events strictly before the cut, oldest first; never empty
 * @param labels in the order of the task list
 */
public record Example(
    String user,
    long cutMillis,
    Split split,
    List<BehaviorEvent> history,
    List<LabelValue> labels) {

  public Example {
    labels = List.copyOf(labels);
  }
}
