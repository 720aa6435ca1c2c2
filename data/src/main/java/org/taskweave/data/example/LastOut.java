package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.SeededHash;

/**
 * Cuts each user before every basket that has a history: the last is test's, the one before dev's,
 * the earlier ones are for training.
 */
final class LastOut {

  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;
  private final double coldItemShare;
  private final long seed;

  LastOut(List<TaskSpec> tasks, HistoryRequirement requirement, double coldItemShare, long seed) {
    this.tasks = tasks;
    this.requirement = requirement;
    this.coldItemShare = coldItemShare;
    this.seed = seed;
  }

  List<Example> cut(BehaviorSequences sequences) {
    List<Example> examples = new ArrayList<>();
    sequences.forEach(sequence -> addTargets(sequence, examples));
    SplitOrder.checkTargets(examples);
    return examples;
  }

  private void addTargets(BehaviorSequence sequence, List<Example> examples) {
    List<BehaviorEvent> events = withoutCold(sequence.events());
    int end = events.size();
    for (int fromLast = 0; end > 0; fromLast++) {
      int start = startOfBasket(events, end);
      List<BehaviorEvent> history = events.subList(0, start);
      if (requirement.isMetBy(history)) {
        LabelWindow basket = LabelWindow.closed(events.subList(start, end));
        Optional<BehaviorEvent> target = TargetEvent.of(tasks, basket.events());
        examples.add(
            new Example(
                sequence.user(),
                events.get(start).timestampMillis(),
                fromLast == 0 ? Split.TEST : fromLast == 1 ? Split.DEV : Split.TRAIN,
                history,
                TaskLabel.readAll(tasks, history, target, k -> basket),
                target));
      }
      end = start;
    }
  }

  /** Without events of cold items before the last basket. */
  private List<BehaviorEvent> withoutCold(List<BehaviorEvent> events) {
    if (coldItemShare == 0) {
      return events;
    }
    int last = startOfBasket(events, events.size());
    List<BehaviorEvent> kept = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (i >= last || !isCold(events.get(i).item())) {
        kept.add(events.get(i));
      }
    }
    return kept;
  }

  private boolean isCold(String item) {
    return SeededHash.share(seed, List.of("cold", item)) < coldItemShare;
  }

  private static int startOfBasket(List<BehaviorEvent> events, int end) {
    Optional<String> basket = events.get(end - 1).basket();
    int start = end - 1;
    while (basket.isPresent() && start > 0 && events.get(start - 1).basket().equals(basket)) {
      start--;
    }
    return start;
  }
}
