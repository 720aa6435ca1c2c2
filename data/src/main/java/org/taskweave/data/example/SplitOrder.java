package org.taskweave.data.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.TaskSpec;

/**
 * Holds the splits apart in time: train, then dev, then test, and no label of one looks at or past
 * the first cut of the next.
 */
final class SplitOrder {

  private SplitOrder() {}

  /**
   * Checks rolling cuts.
   *
   * @throws InvalidInputException naming cut, horizon and split
   */
  static void checkCuts(ExamplesRecipe.Cuts cuts, List<TaskSpec> tasks, double horizonDays) {
    if (cuts.train().isEmpty() && cuts.dev().isEmpty() && cuts.test().isEmpty()) {
      throw new InvalidInputException("examples.cuts names no cut: at least one is needed.");
    }
    checkDistinct(Split.TRAIN, cuts.train());
    checkDistinct(Split.DEV, cuts.dev());
    checkDistinct(Split.TEST, cuts.test());
    checkBefore(Split.TRAIN, cuts.train(), Split.DEV, cuts.dev(), tasks, horizonDays);
    checkBefore(Split.TRAIN, cuts.train(), Split.TEST, cuts.test(), tasks, horizonDays);
    checkBefore(Split.DEV, cuts.dev(), Split.TEST, cuts.test(), tasks, horizonDays);
  }

  private static void checkDistinct(Split split, List<Instant> cuts) {
    if (new HashSet<>(cuts).size() != cuts.size()) {
      throw new InvalidInputException(
          "examples.cuts." + word(split) + " names a cut twice: " + cuts + ".");
    }
  }

  private static void checkBefore(
      Split earlier,
      List<Instant> earlierCuts,
      Split later,
      List<Instant> laterCuts,
      List<TaskSpec> tasks,
      double horizonDays) {
    Optional<Instant> first = laterCuts.stream().min(Instant::compareTo);
    Optional<Instant> last = earlierCuts.stream().max(Instant::compareTo);
    if (first.isEmpty() || last.isEmpty()) {
      return;
    }
    if (!last.get().isBefore(first.get())) {
      throw new InvalidInputException(
          "examples.cuts: the "
              + word(earlier)
              + " cut "
              + last.get()
              + " is not before the first "
              + word(later)
              + " cut "
              + first.get()
              + "; every cut of one split must be before those of the next.");
    }
    for (TaskSpec task : tasks) {
      long endMillis = LabelHorizon.endMillis(task.label(), horizonDays, last.get().toEpochMilli());
      if (endMillis != LabelHorizon.UNLIMITED && endMillis > first.get().toEpochMilli()) {
        throw new InvalidInputException(
            "Task \""
                + task.name()
                + "\": the horizon of the "
                + word(earlier)
                + " cut "
                + last.get()
                + " ends at "
                + Instant.ofEpochMilli(endMillis)
                + ", past the first "
                + word(later)
                + " cut "
                + first.get()
                + "; the splits would mix. Move a cut or shorten the horizon.");
      }
    }
  }

  /** Where labels of a split must end: the first cut of the later splits, exclusive. */
  static long endMillis(ExamplesRecipe.Cuts cuts, Split split) {
    return Stream.of(
            split == Split.TRAIN ? cuts.dev() : List.<Instant>of(),
            split == Split.TEST ? List.<Instant>of() : cuts.test())
        .flatMap(List::stream)
        .mapToLong(Instant::toEpochMilli)
        .min()
        .orElse(LabelHorizon.UNLIMITED);
  }

  /**
   * Checks examples of "lastOut": within a user the targets of train come before dev's, and those
   * before test's; each history holds everything the earlier ones hold and their targets.
   */
  static void checkTargets(List<Example> examples) {
    Map<String, List<Example>> byUser = new HashMap<>();
    for (Example example : examples) {
      byUser.computeIfAbsent(example.user(), user -> new ArrayList<>()).add(example);
    }
    for (List<Example> own : byUser.values()) {
      for (Example earlier : own) {
        for (Example later : own) {
          boolean inOrder =
              earlier.cutMillis() <= later.cutMillis()
                  && earlier.history().size() < later.history().size();
          if (earlier.split().compareTo(later.split()) < 0 && !inOrder) {
            throw new IllegalStateException(
                "the splits of user \""
                    + earlier.user()
                    + "\" mix: "
                    + word(earlier.split())
                    + " at "
                    + Instant.ofEpochMilli(earlier.cutMillis())
                    + " after "
                    + earlier.history().size()
                    + " events, "
                    + word(later.split())
                    + " at "
                    + Instant.ofEpochMilli(later.cutMillis())
                    + " after "
                    + later.history().size());
          }
        }
      }
    }
  }

  /** The split that a word of the log names. */
  static Optional<Split> named(Object word) {
    return Arrays.stream(Split.values()).filter(split -> word(split).equals(word)).findFirst();
  }

  static String word(Split split) {
    return switch (split) {
      case TRAIN -> "train";
      case DEV -> "dev";
      case TEST -> "test";
    };
  }
}
