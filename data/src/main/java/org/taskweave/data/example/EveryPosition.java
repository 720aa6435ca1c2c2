package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.Baskets;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/**
 * Training examples between rolling cuts: before each event of the training time that no cut stands
 * before. They have labels of next-item tasks alone, and of next-basket tasks where a basket
 * begins; those of other tasks are missing. An event of the target's own time is in the history
 * when the sequence has it before.
 */
final class EveryPosition {

  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;
  private final double horizonDays;
  private final long endMillis;

  /**
   * Positions of all tasks.
   *
   * @param horizonDays of labels whose rule names none
   * @param endMillis of the training time, exclusive
   */
  EveryPosition(
      List<TaskSpec> tasks, HistoryRequirement requirement, double horizonDays, long endMillis) {
    this.tasks = tasks;
    this.requirement = requirement;
    this.horizonDays = horizonDays;
    this.endMillis = endMillis;
  }

  /** The examples at cuts and those between them, by user and history. */
  List<Example> addTo(List<Example> atCuts, BehaviorSequences sequences) {
    record Position(String user, int events) {}
    Set<Position> known = new HashSet<>();
    for (Example example : atCuts) {
      if (example.split() == Split.TRAIN) {
        known.add(new Position(example.user(), example.history().size()));
      }
    }
    List<Example> all = new ArrayList<>();
    for (BehaviorSequence sequence : sequences) {
      List<BehaviorEvent> inTime = sequence.before(endMillis);
      for (int i = 1; i < inTime.size(); i++) {
        List<BehaviorEvent> history = inTime.subList(0, i);
        if (!known.contains(new Position(sequence.user(), i)) && requirement.isMetBy(history)) {
          all.add(example(history, inTime.subList(i, inTime.size())));
        }
      }
    }
    all.addAll(atCuts);
    return all;
  }

  private Example example(List<BehaviorEvent> history, List<BehaviorEvent> following) {
    long cutMillis = following.get(0).timestampMillis();
    boolean begins = !Baskets.shared(history.get(history.size() - 1), following.get(0));
    return new Example(
        following.get(0).user(),
        cutMillis,
        Split.TRAIN,
        history,
        tasks.stream()
            .map(
                task ->
                    task.ranking().isPresent() && (begins || !task.ranking().get().ofBaskets())
                        ? TaskLabel.read(task, history, window(task, following, cutMillis))
                        : new LabelValue.Missing())
            .toList());
  }

  private LabelWindow window(TaskSpec task, List<BehaviorEvent> following, long cutMillis) {
    long labelEnd = LabelHorizon.endMillis(task.label(), horizonDays, cutMillis);
    return LabelWindow.closed(
        labelEnd == LabelHorizon.UNLIMITED
            ? following
            : following.stream().takeWhile(e -> e.timestampMillis() < labelEnd).toList());
  }
}
