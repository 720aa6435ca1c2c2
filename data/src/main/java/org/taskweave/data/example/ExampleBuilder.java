package org.taskweave.data.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.SequenceStore;
import org.taskweave.data.side.SideTable;

/**
 * Cuts sequences into examples. The package's description tells the ways to cut and when a label is
 * missing.
 */
public final class ExampleBuilder {

  private final ExamplesRecipe recipe;
  private final List<TaskSpec> tasks;
  private final HistoryRequirement requirement;
  private final boolean everyPosition;
  private final long seed;
  private SideTable users = SideTable.EMPTY;

  /**
   * A builder as a recipe has it.
   *
   * @throws InvalidInputException as the other one
   */
  public static ExampleBuilder of(Recipe recipe) {
    boolean everyPosition =
        recipe.sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL
            && recipe.tasks().stream().anyMatch(task -> task.ranking().isPresent());
    return new ExampleBuilder(recipe.examples(), recipe.tasks(), everyPosition, recipe.seed());
  }

  /** A builder that cuts where the recipe says. */
  public ExampleBuilder(ExamplesRecipe recipe, List<TaskSpec> tasks) {
    this(recipe, tasks, false, 0);
  }

  /**
   * A builder.
   *
   * @param tasks labels come in this order
   * @param everyPosition whether rolling cuts also have training examples before each event of the
   *     training time, with labels of next-item tasks alone
   * @param seed of the dev split and of the cold items where they are drawn
   * @throws InvalidInputException when the recipe cuts in no or several ways, or when splits would
   *     mix
   */
  public ExampleBuilder(
      ExamplesRecipe recipe, List<TaskSpec> tasks, boolean everyPosition, long seed) {
    this.recipe = recipe;
    this.seed = seed;
    this.everyPosition = everyPosition;
    this.tasks = List.copyOf(tasks);
    this.requirement = new HistoryRequirement(recipe);
    long ways =
        Stream.of(
                recipe.cuts().isPresent(),
                recipe.lastOut(),
                recipe.splitColumn().isPresent(),
                recipe.perEvent().isPresent(),
                recipe.perImpression().isPresent())
            .filter(given -> given)
            .count();
    if (ways != 1) {
      throw new InvalidInputException(
          "examples: exactly one of cuts, lastOut, splitColumn, perEvent and perImpression is"
              + " needed; there are "
              + ways
              + ".");
    }
    recipe.cuts().ifPresent(cuts -> SplitOrder.checkCuts(cuts, tasks, recipe.horizonDays()));
    recipe.splitColumn().ifPresent(column -> GivenSplits.check(tasks));
  }

  /**
   * All examples with their labels by split, in the order of {@link #build}, as views of sequences
   * in a file: each is cut when it is asked for. For rolling cuts and tasks about users alone, no
   * table being joined.
   *
   * @throws InvalidInputException as {@link #build}, but for attributes that are not what a label
   *     needs: those when the example is asked for
   */
  public Map<Split, List<Example>> build(SequenceStore sequences) {
    if (everyPosition
        || !users.equals(SideTable.EMPTY)
        || tasks.stream().anyMatch(ExampleBuilder::readsItem)) {
      throw new IllegalArgumentException("these examples are not cut one by one");
    }
    Map<Split, List<Example>> examples =
        new RollingCuts(recipe.cuts().orElseThrow(), recipe.horizonDays(), tasks, requirement)
            .cut(sequences);
    if (examples.values().stream().allMatch(List::isEmpty)) {
      throw requirement.nobody(sequences.size(), sequences.actions());
    }
    return examples;
  }

  private static boolean readsItem(TaskSpec task) {
    return task.head().readsItem() || task.ranking().isPresent();
  }

  /** This builder, whose examples have what a table says of their users. */
  public ExampleBuilder joining(SideTable table) {
    users = table;
    return this;
  }

  private List<Example> joined(List<Example> examples) {
    return examples.stream().map(e -> e.withUserRows(users.of(e.user()))).toList();
  }

  /**
   * All examples with their labels: train, dev, test; within a split by cut and user (rolling
   * cuts), else by user and cut.
   *
   * @throws InvalidInputException when there is none, when a cut lies outside the log, or when an
   *     attribute is not what a label needs
   */
  public List<Example> build(BehaviorSequences sequences) {
    return build(sequences, EnumSet.allOf(Split.class));
  }

  /**
   * As {@link #build(BehaviorSequences)}, only the examples of some splits; the cuts of the others
   * may then lie outside the log.
   */
  public List<Example> build(BehaviorSequences sequences, Set<Split> splits) {
    return joined(cut(sequences, splits));
  }

  private List<Example> cut(BehaviorSequences sequences, Set<Split> splits) {
    if (recipe.cuts().isPresent()) {
      ExamplesRecipe.Cuts cuts = recipe.cuts().get();
      List<Example> atCuts =
          new RollingCuts(cuts, recipe.horizonDays(), tasks, requirement).cut(sequences, splits);
      requirement.requireAny(atCuts, sequences);
      return everyPosition && splits.contains(Split.TRAIN)
          ? new EveryPosition(
                  tasks, requirement, recipe.horizonDays(), SplitOrder.endMillis(cuts, Split.TRAIN))
              .addTo(atCuts, sequences)
          : atCuts;
    }
    return requirement.requireAny(
        byUser(sequences).stream()
            .filter(example -> splits.contains(example.split()))
            .sorted(
                Comparator.comparing(Example::split)
                    .thenComparing(Example::user)
                    .thenComparingInt(example -> example.history().size()))
            .toList(),
        sequences);
  }

  private List<Example> byUser(BehaviorSequences sequences) {
    if (recipe.lastOut()) {
      return new LastOut(tasks, requirement, recipe.coldItemShare(), seed).cut(sequences);
    }
    if (recipe.perImpression().isPresent()) {
      return new PerImpression(
              recipe.perImpression().get(), recipe.horizonDays(), tasks, requirement, seed)
          .cut(sequences);
    }
    return recipe.perEvent().isPresent()
        ? new PerEvent(recipe.perEvent().get(), tasks, requirement, seed).cut(sequences)
        : new GivenSplits(recipe.splitColumn().orElseThrow(), tasks, requirement).cut(sequences);
  }

  /**
   * Examples to predict for: every label is missing, the split is TEST.
   *
   * @param users whom, in this order; all who have what the recipe requires when absent
   * @param cutMillis the history is what came before; just after each user's newest event when
   *     absent
   * @throws InvalidInputException for a named user who is not in the log or has no history, and
   *     when there is no example
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
      List<BehaviorEvent> events = sequence.events();
      long cut = cutMillis.orElse(events.get(events.size() - 1).timestampMillis() + 1);
      List<BehaviorEvent> history = read(sequence.before(cut));
      if (users.isPresent() && history.isEmpty()) {
        throw new InvalidInputException(
            "User \"" + user + "\" has no event before " + Instant.ofEpochMilli(cut) + ".");
      }
      if (users.isPresent() || requirement.isMetBy(history)) {
        examples.add(new Example(user, cut, Split.TEST, history, missing));
      }
    }
    return joined(requirement.requireAny(examples, sequences));
  }

  /**
   * One user to predict for, as above; empty if the user has not what the recipe requires before
   * the cut.
   */
  public Optional<Example> withoutLabels(BehaviorSequence user, OptionalLong cutMillis) {
    long cut = cutMillis.orElse(user.lastEventMillis() + 1);
    List<BehaviorEvent> history = read(user.before(cut));
    return requirement.isMetBy(history)
        ? Optional.of(
            new Example(
                user.user(),
                cut,
                Split.TEST,
                history,
                tasks.stream().<LabelValue>map(task -> new LabelValue.Missing()).toList(),
                Optional.empty(),
                users.of(user.user())))
        : Optional.empty();
  }

  /**
   * The refusal of a log that came user by user, none of whom has what the recipe requires.
   *
   * @param actions that the log has
   */
  public InvalidInputException nobody(long users, SortedSet<String> actions) {
    return requirement.nobody(users, actions);
  }

  /** The events that histories consist of: per impression, those of some actions alone. */
  private List<BehaviorEvent> read(List<BehaviorEvent> before) {
    List<String> actions =
        recipe.perImpression().map(ExamplesRecipe.PerImpression::history).orElse(List.of());
    return actions.isEmpty()
        ? before
        : before.stream().filter(event -> actions.contains(event.action())).toList();
  }
}
