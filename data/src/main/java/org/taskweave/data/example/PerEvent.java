package org.taskweave.data.example;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.SeededHash;

/**
 * Makes each event an example whose history is the user's other training events, before and after
 * it. Dev and test events are in no history.
 */
final class PerEvent {

  private final ExamplesRecipe.PerEvent recipe;
  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;
  private final long seed;

  PerEvent(
      ExamplesRecipe.PerEvent recipe,
      List<TaskSpec> tasks,
      HistoryRequirement requirement,
      long seed) {
    this.recipe = recipe;
    this.tasks = tasks;
    this.requirement = requirement;
    this.seed = seed;
  }

  List<Example> cut(BehaviorSequences sequences) {
    List<Example> examples = new ArrayList<>();
    sequences.forEach(sequence -> addUser(sequence, examples));
    return examples;
  }

  private void addUser(BehaviorSequence sequence, List<Example> examples) {
    List<Split> splits = new ArrayList<>();
    List<BehaviorEvent> training = new ArrayList<>();
    for (int i = 0; i < sequence.events().size(); i++) {
      BehaviorEvent event = sequence.events().get(i);
      Split split = split(event, i);
      splits.add(split);
      if (split == Split.TRAIN) {
        training.add(event);
      }
    }
    int before = 0;
    for (int i = 0; i < splits.size(); i++) {
      boolean trains = splits.get(i) == Split.TRAIN;
      List<BehaviorEvent> others = trains ? new AllBut(training, before++) : training;
      if (requirement.isMetBy(others)) {
        examples.add(example(sequence.events().get(i), splits.get(i), others));
      }
    }
  }

  private Example example(BehaviorEvent event, Split split, List<BehaviorEvent> others) {
    LabelWindow itself = LabelWindow.closed(List.of(event));
    return new Example(
        event.user(),
        event.timestampMillis(),
        split,
        others,
        tasks.stream().map(task -> TaskLabel.read(task, others, itself)).toList(),
        Optional.of(event));
  }

  private Split split(BehaviorEvent event, int position) {
    Split named = named(event);
    boolean moved =
        named == Split.TRAIN
            && recipe.devShare() > 0
            && SeededHash.share(seed, List.of("dev", event.user(), Integer.toString(position)))
                < recipe.devShare();
    return moved ? Split.DEV : named;
  }

  private Split named(BehaviorEvent event) {
    Object value = event.attributes().get(recipe.splitColumn());
    return SplitOrder.named(value)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "examples.perEvent.splitColumn: \""
                        + recipe.splitColumn()
                        + "\" is "
                        + (value == null ? "absent" : "\"" + value + "\"")
                        + " in an event of user \""
                        + event.user()
                        + "\" with item \""
                        + event.item()
                        + "\"; it must be train, dev or test."));
  }

  /** A view of a list without one of its entries. */
  private static final class AllBut extends AbstractList<BehaviorEvent> {
    private final List<BehaviorEvent> all;
    private final int without;

    AllBut(List<BehaviorEvent> all, int without) {
      this.all = all;
      this.without = without;
    }

    @Override
    public BehaviorEvent get(int index) {
      return all.get(index < without ? index : index + 1);
    }

    @Override
    public int size() {
      return all.size() - 1;
    }
  }
}
