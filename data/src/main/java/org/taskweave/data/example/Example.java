package org.taskweave.data.example;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;

/**
 * A user at a cut.
 *
 * @param cutMillis labels look at events from here on, the history is what came before
 * @param history oldest first; never empty. Strictly before the cut, except that with "lastOut" an
 *     event of the cut's own time is in it when the sequence has it before the target
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
