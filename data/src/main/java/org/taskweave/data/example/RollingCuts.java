package org.taskweave.data.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.SequenceStore;

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
    for (Instant time : times.stream().sorted().toList()) {
      long cutMillis = time.toEpochMilli();
      checkInsideLog(sequences.firstEventMillis(), sequences.lastEventMillis(), split, cutMillis);
      for (BehaviorSequence sequence : sequences) {
        if (requirement.isMetBy(sequence.before(cutMillis))) {
          examples.add(example(sequence, split, cutMillis, sequences.lastEventMillis()));
        }
      }
    }
  }

  /** One user at a cut, who has what is required. */
  private Example example(
      BehaviorSequence sequence, Split split, long cutMillis, long lastEventMillis) {
    List<BehaviorEvent> history = sequence.before(cutMillis);
    long splitEndMillis = SplitOrder.endMillis(cuts, split);
    List<LabelWindow> windows = new ArrayList<>();
    for (TaskSpec task : tasks) {
      long endMillis = LabelHorizon.endMillis(task.label(), horizonDays, cutMillis);
      long lookedAt = Math.min(endMillis, splitEndMillis);
      long logEnds = lastEventMillis + 1;
      windows.add(
          new LabelWindow(
              sequence.between(cutMillis, lookedAt),
              endMillis <= logEnds,
              cutMillis,
              Math.min(lookedAt, logEnds)));
    }
    Optional<BehaviorEvent> target =
        TargetEvent.firstTask(tasks).flatMap(k -> TargetEvent.of(tasks, windows.get(k).events()));
    return new Example(
        sequence.user(),
        cutMillis,
        split,
        history,
        TaskLabel.readAll(tasks, history, target, windows::get),
        target);
  }

  /**
   * The same examples by split, as views of sequences in a file; of a split without an example an
   * empty list.
   */
  Map<Split, List<Example>> cut(SequenceStore sequences) {
    Map<Split, List<Instant>> times = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      times.put(split, times(split).stream().sorted().toList());
      for (Instant time : times.get(split)) {
        checkInsideLog(
            sequences.firstEventMillis(), sequences.lastEventMillis(), split, time.toEpochMilli());
      }
    }
    Map<Split, List<CutUsers>> users = new EnumMap<>(Split.class);
    times.forEach(
        (split, own) ->
            users.put(split, own.stream().map(time -> new CutUsers(time.toEpochMilli())).toList()));
    for (int user = 0; user < sequences.size(); user++) {
      BehaviorSequence sequence = sequences.get(user);
      for (List<CutUsers> own : users.values()) {
        int known = 0;
        for (CutUsers cut : own) {
          known = cut.see(user, sequence, known);
        }
      }
    }
    Map<Split, List<Example>> examples = new EnumMap<>(Split.class);
    users.forEach(
        (split, own) ->
            examples.put(
                split,
                new RollingExamples(
                    sequences,
                    (sequence, of, cutMillis) ->
                        example(sequence, of, cutMillis, sequences.lastEventMillis()),
                    split,
                    own.stream().map(CutUsers::end).toList())));
    return examples;
  }

  /** Who has an example at a cut. */
  private final class CutUsers {
    private final long cutMillis;
    private final IntStream.Builder users = IntStream.builder();
    private long newEvents;

    CutUsers(long cutMillis) {
      this.cutMillis = cutMillis;
    }

    /**
     * Looks at the next user.
     *
     * @param known how many events the histories at earlier cuts have
     * @return how many they have with this cut's
     */
    int see(int user, BehaviorSequence sequence, int known) {
      List<BehaviorEvent> history = sequence.before(cutMillis);
      if (!requirement.isMetBy(history)) {
        return known;
      }
      users.add(user);
      newEvents += history.size() - known;
      return history.size();
    }

    RollingExamples.AtCut end() {
      return new RollingExamples.AtCut(cutMillis, users.build().toArray(), newEvents);
    }
  }

  private void checkInsideLog(
      long firstEventMillis, long lastEventMillis, Split split, long cutMillis) {
    boolean looksAhead = tasks.stream().anyMatch(task -> task.label().looksAhead());
    boolean isAfterEnd = looksAhead && cutMillis > lastEventMillis;
    if (isAfterEnd || cutMillis <= firstEventMillis) {
      throw new InvalidInputException(
          "examples.cuts."
              + SplitOrder.word(split)
              + ": "
              + Instant.ofEpochMilli(cutMillis)
              + " is "
              + (isAfterEnd ? "after the end" : "not after the start")
              + " of the log, which goes from "
              + Instant.ofEpochMilli(firstEventMillis)
              + " to "
              + Instant.ofEpochMilli(lastEventMillis)
              + ".");
    }
  }
}
