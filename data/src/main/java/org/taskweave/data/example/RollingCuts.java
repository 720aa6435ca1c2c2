package org.taskweave.data.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/** Cuts every user at the same calendar times. */
final class RollingCuts {

  private final ExamplesRecipe.Cuts cuts;
  private final double horizonDays;
  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;

  RollingCuts(
      ExamplesRecipe.Cuts cuts,
      double horizonDays,
      List<TaskSpec> tasks,
      HistoryRequirement requirement) {
    this.cuts = cuts;
    this.horizonDays = horizonDays;
    this.tasks = tasks;
    this.requirement = requirement;
  }

  /** In the order of splits, cuts and users. */
  List<Example> cut(BehaviorSequences sequences, Set<Split> splits) {
    List<Example> examples = new ArrayList<>();
    for (Split split : Split.values()) {
      if (splits.contains(split)) {
        addSplit(sequences, split, times(split), examples);
      }
    }
    return examples;
  }

  private List<Instant> times(Split split) {
    return switch (split) {
      case TRAIN -> cuts.train();
      case DEV -> cuts.dev();
      case TEST -> cuts.test();
    };
  }

  private void addSplit(
      BehaviorSequences sequences, Split split, List<Instant> times, List<Example> examples) {
    long splitEndMillis = SplitOrder.endMillis(cuts, split);
    for (Instant time : times.stream().sorted().toList()) {
      long cutMillis = time.toEpochMilli();
      checkInsideLog(sequences, split, cutMillis);
      for (BehaviorSequence sequence : sequences) {
        List<BehaviorEvent> history = sequence.before(cutMillis);
        if (requirement.isMetBy(history)) {
          List<LabelWindow> windows = new ArrayList<>();
          for (TaskSpec task : tasks) {
            long endMillis = LabelHorizon.endMillis(task.label(), horizonDays, cutMillis);
            long lookedAt = Math.min(endMillis, splitEndMillis);
            long logEnds = sequences.lastEventMillis() + 1;
            windows.add(
                new LabelWindow(
                    sequence.between(cutMillis, lookedAt),
                    endMillis <= logEnds,
                    cutMillis,
                    Math.min(lookedAt, logEnds)));
          }
          Optional<BehaviorEvent> target =
              TargetEvent.firstTask(tasks)
                  .flatMap(k -> TargetEvent.of(tasks, windows.get(k).events()));
          examples.add(
              new Example(
                  sequence.user(),
                  cutMillis,
                  split,
                  history,
                  TaskLabel.readAll(tasks, history, target, windows::get),
                  target));
        }
      }
    }
  }

  private void checkInsideLog(BehaviorSequences sequences, Split split, long cutMillis) {
    boolean looksAhead = tasks.stream().anyMatch(task -> task.label().looksAhead());
    boolean isAfterEnd = looksAhead && cutMillis > sequences.lastEventMillis();
    if (isAfterEnd || cutMillis <= sequences.firstEventMillis()) {
      throw new InvalidInputException(
          "examples.cuts."
              + SplitOrder.word(split)
              + ": "
              + Instant.ofEpochMilli(cutMillis)
              + " is "
              + (isAfterEnd ? "after the end" : "not after the start")
              + " of the log, which goes from "
              + Instant.ofEpochMilli(sequences.firstEventMillis())
              + " to "
              + Instant.ofEpochMilli(sequences.lastEventMillis())
              + ".");
    }
  }
}
