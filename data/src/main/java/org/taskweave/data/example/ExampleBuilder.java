package org.taskweave.data.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/**
 * Cuts sequences into examples. The package's description tells the ways to cut and when a label is
 * missing.
 */
public final class ExampleBuilder {

  private final ExamplesRecipe recipe;
  private final List<TaskSpec> tasks;

  /**
   * A builder.
   *
   * @param tasks labels come in this order
   * @throws InvalidInputException when the recipe cuts in no or several ways, when splits would
   *     mix, or when a task's label rule does not suit it
   */
  public ExampleBuilder(ExamplesRecipe recipe, List<TaskSpec> tasks) {
    this.recipe = recipe;
    this.tasks = List.copyOf(tasks);
    this.tasks.forEach(TaskLabel::check);
    long ways =
        Stream.of(recipe.cuts().isPresent(), recipe.lastOut(), recipe.splitColumn().isPresent())
            .filter(given -> given)
            .count();
    if (ways != 1) {
      throw new InvalidInputException(
          "examples: exactly one of cuts, lastOut and splitColumn is needed; there are "
              + ways
              + ".");
    }
    recipe.cuts().ifPresent(cuts -> SplitOrder.checkCuts(cuts, tasks, recipe.horizonDays()));
    if (recipe.splitColumn().isPresent()) {
      this.tasks.stream()
          .filter(task -> !(task.label() instanceof LabelRule.Given))
          .findFirst()
          .ifPresent(
              task -> {
                throw new InvalidInputException(
                    "Task \""
                        + task.name()
                        + "\": with examples.splitColumn the whole history is the input and nothing"
                        + " comes after it; its label rule must be given.");
              });
    }
  }

  /**
   * All examples with their labels: train, dev, test; within a split by cut and user (rolling
   * cuts), else by user and cut.
   *
   * @throws InvalidInputException when there is none, when a cut lies outside the log, or when an
   *     attribute is not what a label needs
   */
  public List<Example> build(BehaviorSequences sequences) {
    List<Example> examples = new ArrayList<>();
    if (recipe.cuts().isPresent()) {
      ExamplesRecipe.Cuts cuts = recipe.cuts().get();
      addCuts(sequences, Split.TRAIN, cuts.train(), examples);
      addCuts(sequences, Split.DEV, cuts.dev(), examples);
      addCuts(sequences, Split.TEST, cuts.test(), examples);
    } else {
      for (BehaviorSequence sequence : sequences) {
        if (recipe.lastOut()) {
          addTargets(sequence, examples);
        } else {
          addWhole(sequence, recipe.splitColumn().orElseThrow(), examples);
        }
      }
      if (recipe.lastOut()) {
        SplitOrder.checkTargets(examples);
      }
      examples = inSplitOrder(examples);
    }
    if (examples.isEmpty()) {
      throw nobodyQualifies(sequences);
    }
    return List.copyOf(examples);
  }

  /**
   * Examples to predict for: every label is missing, the split is TEST.
   *
   * @param users whom; all who have what the recipe requires when absent
   * @param cutMillis the history is what came before; just after each user's newest event when
   *     absent
   * @throws InvalidInputException for a named user who is not in the log or has no history
   */
  public List<Example> withoutLabels(
      BehaviorSequences sequences, Optional<Collection<String>> users, OptionalLong cutMillis) {
    List<LabelValue> missing =
        tasks.stream().<LabelValue>map(task -> new LabelValue.Missing()).toList();
    List<Example> examples = new ArrayList<>();
    for (String user : users.isPresent() ? users.get() : sequences.users()) {
      BehaviorSequence sequence =
          sequences
              .find(user)
              .orElseThrow(
                  () -> new InvalidInputException("User \"" + user + "\" is not in the log."));
      long cut = cutMillis.orElse(newest(sequence).timestampMillis() + 1);
      List<BehaviorEvent> history = sequence.before(cut);
      if (users.isPresent() && history.isEmpty()) {
        throw new InvalidInputException(
            "User \"" + user + "\" has no event before " + Instant.ofEpochMilli(cut) + ".");
      }
      if (users.isPresent() || qualifies(history)) {
        examples.add(new Example(user, cut, Split.TEST, history, missing));
      }
    }
    if (examples.isEmpty()) {
      throw nobodyQualifies(sequences);
    }
    return List.copyOf(examples);
  }

  private void addCuts(
      BehaviorSequences sequences, Split split, List<Instant> cuts, List<Example> examples) {
    long splitEndMillis = SplitOrder.endMillis(recipe.cuts().orElseThrow(), split);
    for (Instant cut : cuts.stream().sorted().toList()) {
      long cutMillis = cut.toEpochMilli();
      checkInsideLog(sequences, split, cutMillis);
      for (BehaviorSequence sequence : sequences) {
        List<BehaviorEvent> history = sequence.before(cutMillis);
        if (qualifies(history)) {
          List<LabelValue> labels = new ArrayList<>();
          for (TaskSpec task : tasks) {
            long endMillis = LabelHorizon.endMillis(task.label(), recipe.horizonDays(), cutMillis);
            LabelWindow window =
                new LabelWindow(
                    sequence.between(cutMillis, Math.min(endMillis, splitEndMillis)),
                    endMillis <= sequences.lastEventMillis() + 1);
            labels.add(TaskLabel.read(task, history, window));
          }
          examples.add(new Example(sequence.user(), cutMillis, split, history, labels));
        }
      }
    }
  }

  private void checkInsideLog(BehaviorSequences sequences, Split split, long cutMillis) {
    boolean looksAhead =
        tasks.stream().anyMatch(task -> !(task.label() instanceof LabelRule.Given));
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

  /** One example per basket that has a history; a basket is a run of events that share its name. */
  private void addTargets(BehaviorSequence sequence, List<Example> examples) {
    List<BehaviorEvent> events = sequence.events();
    int end = events.size();
    for (int fromLast = 0; end > 0; fromLast++) {
      int start = startOfBasket(events, end);
      List<BehaviorEvent> history = events.subList(0, start);
      if (qualifies(history)) {
        LabelWindow target = new LabelWindow(events.subList(start, end), true);
        examples.add(
            new Example(
                sequence.user(),
                events.get(start).timestampMillis(),
                fromLast == 0 ? Split.TEST : fromLast == 1 ? Split.DEV : Split.TRAIN,
                history,
                tasks.stream().map(task -> TaskLabel.read(task, history, target)).toList()));
      }
      end = start;
    }
  }

  private static int startOfBasket(List<BehaviorEvent> events, int end) {
    Optional<String> basket = events.get(end - 1).basket();
    int start = end - 1;
    while (basket.isPresent() && start > 0 && events.get(start - 1).basket().equals(basket)) {
      start--;
    }
    return start;
  }

  private void addWhole(BehaviorSequence sequence, String splitColumn, List<Example> examples) {
    List<BehaviorEvent> history = sequence.events();
    if (qualifies(history)) {
      LabelWindow nothing = new LabelWindow(List.of(), true);
      examples.add(
          new Example(
              sequence.user(),
              newest(sequence).timestampMillis() + 1,
              givenSplit(sequence, splitColumn),
              history,
              tasks.stream().map(task -> TaskLabel.read(task, history, nothing)).toList()));
    }
  }

  private static Split givenSplit(BehaviorSequence sequence, String splitColumn) {
    Object value = newest(sequence).attributes().get(splitColumn);
    return Arrays.stream(Split.values())
        .filter(split -> SplitOrder.word(split).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "examples.splitColumn: \""
                        + splitColumn
                        + "\" is "
                        + (value == null ? "absent" : "\"" + value + "\"")
                        + " in the newest event of user \""
                        + sequence.user()
                        + "\"; it must be train, dev or test."));
  }

  private boolean qualifies(List<BehaviorEvent> history) {
    if (history.isEmpty()) {
      return false;
    }
    long counted =
        recipe.requiredAction().isEmpty()
            ? history.size()
            : history.stream()
                .filter(event -> event.action().equals(recipe.requiredAction().get()))
                .count();
    return counted >= recipe.minimumEvents();
  }

  private static List<Example> inSplitOrder(List<Example> examples) {
    return Arrays.stream(Split.values())
        .flatMap(
            split ->
                examples.stream()
                    .filter(example -> example.split() == split)
                    .sorted(
                        Comparator.comparing(Example::user)
                            .thenComparingInt(example -> example.history().size())))
        .toList();
  }

  private static BehaviorEvent newest(BehaviorSequence sequence) {
    return sequence.events().get(sequence.events().size() - 1);
  }

  private InvalidInputException nobodyQualifies(BehaviorSequences sequences) {
    TreeSet<String> actions = new TreeSet<>();
    for (BehaviorSequence sequence : sequences) {
      sequence.events().forEach(event -> actions.add(event.action()));
    }
    return new InvalidInputException(
        "There is no example: no user has a history with at least "
            + recipe.minimumEvents()
            + " events"
            + recipe.requiredAction().map(action -> " of action \"" + action + "\"").orElse("")
            + " (examples.minimumEvents, examples.requiredAction) among the "
            + sequences.users().size()
            + " users of the log; its actions are "
            + actions
            + ".");
  }
}
