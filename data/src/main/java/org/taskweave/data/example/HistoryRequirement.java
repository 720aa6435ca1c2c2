package org.taskweave.data.example;

import java.util.List;
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
    throw new InvalidInputException(
        "There is no example: no user has a history with at least "
            + recipe.minEvents()
            + " events"
            + recipe.requiredAction().map(action -> " of action \"" + action + "\"").orElse("")
            + " (examples.minEvents, examples.requiredAction) among the "
            + sequences.users().size()
            + " users of the log; its actions are "
            + actions
            + ".");
  }
}
