package org.taskweave.data.example;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.side.DatedRow;

/**
 * A user at a cut.
 *
 * @param cutMillis labels look at events from here on, the history is what came before
 * @param history oldest first; never empty. Strictly before the cut, except that with "lastOut" an
 *     event of the cut's own time is in it when the sequence has it before the target, and that
 *     with "perEvent" it is the user's other training events, whenever they happened
 * @param labels in the order of the task list
 * @param target the event that labels of tasks that read user and item are read from; absent
 *     without such tasks, or where it is not known. A model may read its item and its time, and
 *     nothing else
 * @param userRows what the table of users says of the user, the oldest first; read as of {@link
 *     #askedMillis}
 * @param weight how many examples it stands for in training, above 0
 */
public record Example(
    String user,
    long cutMillis,
    Split split,
    List<BehaviorEvent> history,
    List<LabelValue> labels,
    Optional<BehaviorEvent> target,
    List<DatedRow> userRows,
    double weight) {

  public Example {
    labels = List.copyOf(labels);
    userRows = List.copyOf(userRows);
  }

  /** An example that stands for itself. */
  public Example(
      String user,
      long cutMillis,
      Split split,
      List<BehaviorEvent> history,
      List<LabelValue> labels,
      Optional<BehaviorEvent> target,
      List<DatedRow> userRows) {
    this(user, cutMillis, split, history, labels, target, userRows, 1);
  }

  /** An example of whose user no table says anything. */
  public Example(
      String user,
      long cutMillis,
      Split split,
      List<BehaviorEvent> history,
      List<LabelValue> labels,
      Optional<BehaviorEvent> target) {
    this(user, cutMillis, split, history, labels, target, List.of());
  }

  /** An example about a user alone. */
  public Example(
      String user,
      long cutMillis,
      Split split,
      List<BehaviorEvent> history,
      List<LabelValue> labels) {
    this(user, cutMillis, split, history, labels, Optional.empty());
  }

  /** The same with another history. */
  public Example withHistory(List<BehaviorEvent> other) {
    return new Example(user, cutMillis, split, other, labels, target, userRows, weight);
  }

  /** The same with other labels. */
  public Example withLabels(List<LabelValue> others) {
    return new Example(user, cutMillis, split, history, others, target, userRows, weight);
  }

  /** The same about an item, as if it came at the cut. */
  public Example about(String item) {
    return new Example(
        user,
        cutMillis,
        split,
        history,
        labels,
        Optional.of(
            new BehaviorEvent(
                user, item, "", cutMillis, Optional.empty(), Optional.empty(), Map.of())),
        userRows,
        weight);
  }

  /** The same standing for so many. */
  public Example weighing(double examples) {
    return new Example(user, cutMillis, split, history, labels, target, userRows, examples);
  }

  /** The same with what a table says of its user. */
  public Example withUserRows(List<DatedRow> rows) {
    return new Example(user, cutMillis, split, history, labels, target, rows, weight);
  }

  /** The time as of which dated knowledge is read: the target's, or else the cut. */
  public long askedMillis() {
    return target.map(BehaviorEvent::timestampMillis).orElse(cutMillis);
  }
}
