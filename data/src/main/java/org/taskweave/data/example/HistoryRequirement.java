package org.taskweave.data.example;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;

/** What a history must hold to become an example. */
final class HistoryRequirement {

  private final ExamplesRecipe recipe;

  HistoryRequirement(ExamplesRecipe recipe) {
    this.recipe = recipe;
  }

  boolean isMetBy(List<BehaviorEvent> history) {
    if (history.isEmpty()) {
      return false;
    }
    long counted =
        recipe.requiredAction().isEmpty()
            ? history.size()
            : history.stream()
                .filter(event -> event.action().equals(recipe.requiredAction().get()))
                .count();
    return counted >= recipe.minEvents();
  }

  /** The examples, of which there must be one. */
  List<Example> requireAny(List<Example> examples, BehaviorSequences sequences) {
    if (!examples.isEmpty()) {
      return List.copyOf(examples);
    }
    TreeSet<String> actions = new TreeSet<>();
    for (BehaviorSequence sequence : sequences) {
      sequence.events().forEach(event -> actions.add(event.action()));
    }
    throw nobody(sequences.users().size(), actions);
  }

  /**
   * The refusal of a log none of whose users has what is required.
   *
   * @param actions that the log has
   */
  InvalidInputException nobody(long users, SortedSet<String> actions) {
    return new InvalidInputException(
        "There is no example: no user has a history with at least "
            + recipe.minEvents()
            + " events"
            + recipe.requiredAction().map(action -> " of action \"" + action + "\"").orElse("")
            + " (examples.minEvents, examples.requiredAction) among the "
            + users
            + " users of the log; its actions are "
            + actions
            + ".");
  }
}
