package org.taskweave.training.run;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.example.Example;

/**
 * A recipe's cuts for a log that has grown: all move on by the whole days that were added, so that
 * the newest time is a test before it is ever learned from, and cuts of before stay for training.
 *
 * @param cuts of the update
 * @param added those of the training cuts that the model has not learned from
 * @param days that they moved
 * @param firstDev of the cuts before
 */
record MovedCuts(ExamplesRecipe.Cuts cuts, Set<Instant> added, long days, Instant firstDev) {

  /**
   * Moves a recipe's cuts.
   *
   * @param oldEndMillis time of the newest event that the model's log had
   * @param newEndMillis of the newest one now
   * @return empty if less than a day was added
   * @throws InvalidInputException if the recipe has no such cuts
   */
  static Optional<MovedCuts> of(Recipe recipe, long oldEndMillis, long newEndMillis) {
    ExamplesRecipe.Cuts before =
        recipe
            .examples()
            .cuts()
            .filter(cuts -> !cuts.test().isEmpty())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "the bundle's recipe has no examples.cuts with a test: an update moves them"
                            + " on in time and measures the old and the new model on the test, which"
                            + " neither has learned from. Train a bundle by a recipe with"
                            + " examples.cuts: {train: [...], dev: [...], test: [...]}"));
    long days = Duration.ofMillis(newEndMillis - oldEndMillis).toDays();
    if (days < 1) {
      return Optional.empty();
    }
    ZoneId zone = ZoneId.of(recipe.data().timeZone());
    Instant last = Collections.max(before.train());
    List<Instant> added =
        moved(before.train(), days, zone).stream().filter(cut -> cut.isAfter(last)).toList();
    List<Instant> train = new ArrayList<>(before.train());
    train.addAll(added);
    return Optional.of(
        new MovedCuts(
            new ExamplesRecipe.Cuts(
                train, moved(before.dev(), days, zone), moved(before.test(), days, zone)),
            new HashSet<>(added),
            days,
            Collections.min(before.dev())));
  }

  /** By days of the calendar, so that midnight stays midnight. */
  private static List<Instant> moved(List<Instant> cuts, long days, ZoneId zone) {
    return cuts.stream().map(cut -> cut.atZone(zone).plusDays(days).toInstant()).toList();
  }

  /** The recipe with these cuts. */
  Recipe in(Recipe recipe) {
    return RecipeTree.of(recipe)
        .with("examples.cuts.train", texts(cuts.train()))
        .with("examples.cuts.dev", texts(cuts.dev()))
        .with("examples.cuts.test", texts(cuts.test()))
        .bind();
  }

  private static List<String> texts(List<Instant> cuts) {
    return cuts.stream().map(Instant::toString).toList();
  }

  /** Whether the model may have learned from a training example before. */
  boolean isOld(Example example) {
    Instant cut = Instant.ofEpochMilli(example.cutMillis());
    return !added.contains(cut) && cut.isBefore(firstDev);
  }
}
