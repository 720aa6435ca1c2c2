package org.taskweave.training.evaluate;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.ExamplesRecipe.Drawn;
import org.taskweave.data.example.Split;

/**
 * How a split was made, for people. What is split by time measures what a model is for; what is
 * not, does not: others' later events are learned from (Ji et al. 2023, A Critical Study on Data
 * Leakage in Recommender System Offline Evaluation).
 *
 * @param split which one
 * @param text one sentence, as in "test: split by time, each user as of 2011-10-09T00:00:00Z,
 *     labels from the 30 days after"
 */
public record SplitProtocol(Split split, String text) {

  private static final String NOT_BY_TIME =
      "; not split by time: training has later events of other users";

  /** What a recipe says of one of its splits. */
  public static SplitProtocol of(ExamplesRecipe recipe, Split split) {
    String name = split.name().toLowerCase(Locale.ROOT);
    return new SplitProtocol(split, name + ": " + how(recipe, split, name));
  }

  private static String how(ExamplesRecipe recipe, Split split, String name) {
    if (recipe.cuts().isPresent()) {
      List<Instant> cuts = cuts(recipe.cuts().get(), split);
      return String.format(
          Locale.ROOT,
          "split by time, each user as of %s, labels from the %s days after",
          cuts.size() == 1
              ? cuts.get(0)
              : cuts.size()
                  + " cuts from "
                  + Collections.min(cuts)
                  + " to "
                  + Collections.max(cuts),
          days(recipe.horizonDays()));
    }
    if (recipe.perImpression().isPresent()) {
      return "split by time, " + impressions(recipe.perImpression().get(), split);
    }
    if (recipe.perEvent().isPresent()) {
      return "events whose "
          + recipe.perEvent().get().splitColumn()
          + " is "
          + name
          + ", told from the user's other training events"
          + NOT_BY_TIME;
    }
    if (recipe.splitColumn().isPresent()) {
      return "users whose newest event has " + recipe.splitColumn().get() + " " + name;
    }
    return switch (split) {
      case TEST -> "leave one out, each user's last basket" + NOT_BY_TIME;
      case DEV -> "leave one out, each user's last basket but one" + NOT_BY_TIME;
      case TRAIN -> "what comes before each user's last two baskets";
    };
  }

  private static List<Instant> cuts(ExamplesRecipe.Cuts cuts, Split split) {
    return switch (split) {
      case TRAIN -> cuts.train();
      case DEV -> cuts.dev();
      case TEST -> cuts.test();
    };
  }

  private static String impressions(ExamplesRecipe.PerImpression recipe, Split split) {
    Optional<Instant> test = recipe.test();
    return "each "
        + recipe.action()
        + switch (split) {
          case TRAIN -> " before " + recipe.dev();
          case DEV -> " from " + recipe.dev() + test.map(end -> " to " + end).orElse(" on");
          case TEST -> test.map(start -> " from " + start + " on").orElse("");
        }
        + recipe
            .drawn()
            .map(
                drawn ->
                    ", each beside "
                        + drawn.count()
                        + (split == Split.TRAIN && drawn.by() == Drawn.By.POPULARITY
                            ? " items drawn by popularity"
                            : " items drawn uniformly")
                        + " that did not come up: probabilities here are among these, predictions"
                        + " are among the whole catalog")
            .orElse("");
  }

  private static String days(double days) {
    return days == Math.rint(days)
        ? String.format(Locale.ROOT, "%.0f", days)
        : String.valueOf(days);
  }
}
