package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/**
 * Makes each event of an action, for instance each item that a user was shown, an example: its
 * history is what the user did strictly before it, its labels tell of that user and item. A label
 * whose rule names another action is read from the item's events of that action from the impression
 * on, and is missing where its horizon runs past the end of the split or of the log; one whose rule
 * names no other action is read from the impression itself.
 *
 * <p>Impressions between which nothing joins the history share the list of its events, so that a
 * page is encoded once.
 */
final class PerImpression {

  private final ExamplesRecipe.PerImpression recipe;
  private final double horizonDays;
  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;
  private final long seed;

  PerImpression(
      ExamplesRecipe.PerImpression recipe,
      double horizonDays,
      List<TaskSpec> tasks,
      HistoryRequirement requirement,
      long seed) {
    this.seed = seed;
    this.recipe = recipe;
    this.horizonDays = horizonDays;
    this.tasks = tasks;
    this.requirement = requirement;
  }

  List<Example> cut(BehaviorSequences sequences) {
    Optional<DrawnItems> drawn =
        recipe
            .drawn()
            .map(
                draws ->
                    new DrawnItems(
                        draws, recipe.action(), endMillis(Split.TRAIN), sequences, seed));
    List<Example> examples = new ArrayList<>();
    for (BehaviorSequence sequence : sequences) {
      addUser(sequence.events(), sequences.lastEventMillis() + 1, drawn, examples);
    }
    return examples;
  }

  private void addUser(
      List<BehaviorEvent> events, long logEnd, Optional<DrawnItems> drawn, List<Example> examples) {
    Map<Long, Set<String>> pages = new HashMap<>();
    Map<String, List<BehaviorEvent>> byItem = new HashMap<>();
    List<BehaviorEvent> past = new ArrayList<>();
    for (BehaviorEvent event : events) {
      byItem.computeIfAbsent(event.item(), item -> new ArrayList<>()).add(event);
      if (recipe.history().isEmpty() || recipe.history().contains(event.action())) {
        past.add(event);
      }
      if (drawn.isPresent() && event.action().equals(recipe.action())) {
        pages.computeIfAbsent(event.timestampMillis(), time -> new HashSet<>()).add(event.item());
      }
    }
    List<BehaviorEvent> history = List.of();
    for (BehaviorEvent event : events) {
      if (!event.action().equals(recipe.action())) {
        continue;
      }
      int before = history.size();
      while (before < past.size() && past.get(before).timestampMillis() < event.timestampMillis()) {
        before++;
      }
      history = before == history.size() ? history : past.subList(0, before);
      if (requirement.isMetBy(history)) {
        Example example = example(event, history, byItem.get(event.item()), logEnd);
        examples.add(example);
        drawn.ifPresent(
            items ->
                items
                    .beside(event, example.split(), pages.get(event.timestampMillis()))
                    .forEach(item -> examples.add(notTaken(example, item))));
      }
    }
  }

  /** The same moment and an item that did not come up: whether it does is known, all else not. */
  private Example notTaken(Example taken, DrawnItems.DrawnItem drawn) {
    return taken
        .about(drawn.item())
        .withLabels(
            tasks.stream()
                .<LabelValue>map(
                    task ->
                        recipe.asksWhetherItOccurs(task)
                            ? new LabelValue.Quantity(0)
                            : new LabelValue.Missing())
                .toList())
        .weighing(drawn.weight());
  }

  private Example example(
      BehaviorEvent shown, List<BehaviorEvent> history, List<BehaviorEvent> ofItem, long logEnd) {
    Split split = split(shown.timestampMillis());
    long end = Math.min(logEnd, endMillis(split));
    return new Example(
        shown.user(),
        shown.timestampMillis(),
        split,
        history,
        tasks.stream()
            .map(task -> TaskLabel.read(task, history, window(task, shown, ofItem, end)))
            .toList(),
        Optional.of(shown));
  }

  private LabelWindow window(
      TaskSpec task, BehaviorEvent shown, List<BehaviorEvent> ofItem, long end) {
    if (task.label().namedAction().map(recipe.action()::equals).orElse(true)) {
      return new LabelWindow(List.of(shown), true);
    }
    long from = shown.timestampMillis();
    long to = LabelHorizon.endMillis(task.label(), horizonDays, from);
    return to > end
        ? new LabelWindow(List.of(), false)
        : new LabelWindow(
            ofItem.stream()
                .filter(e -> from <= e.timestampMillis() && e.timestampMillis() < to)
                .toList(),
            true);
  }

  private Split split(long millis) {
    if (millis < recipe.dev().toEpochMilli()) {
      return Split.TRAIN;
    }
    return recipe.test().isEmpty() || millis < recipe.test().get().toEpochMilli()
        ? Split.DEV
        : Split.TEST;
  }

  /** Where labels of a split must end, exclusive. */
  private long endMillis(Split split) {
    return switch (split) {
      case TRAIN -> recipe.dev().toEpochMilli();
      case DEV -> recipe.test().map(time -> time.toEpochMilli()).orElse(Long.MAX_VALUE);
      case TEST -> Long.MAX_VALUE;
    };
  }
}
