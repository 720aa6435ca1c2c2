package org.taskweave.core.recipe;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

/**
 * How examples are cut out of a user's sequence: what is before the cut is the input, labels come
 * from the horizon after it.
 *
 * @param horizonDays how far labels look ahead unless their rule says otherwise
 * @param cuts rolling cuts in calendar time; exactly one of cuts, lastOut, splitColumn, perEvent
 *     and perImpression is given
 * @param lastOut true: per user, the last basket is the test target, the one before the dev target,
 *     the earlier ones training targets
 * @param splitColumn attribute whose value on the user's newest event is train, dev or test; the
 *     whole history is then the input and labels are "given"
 * @param coldItemShare with lastOut, a share of the items, drawn by the seed, whose events are left
 *     out but in a user's last basket, so that the test split holds items that nothing was learned
 *     of
 * @param perEvent every event is an example, whatever its time: what is known of it, for instance
 *     its rating, is told from the user's other training events
 * @param perImpression every event of an action is an example about the user and the item that it
 *     shows, told from what the user did before it
 * @param requiredAction only events of this action count for minEvents; all when absent
 * @param minEvents a user needs that many events of {@code requiredAction} before the cut
 */
public record ExamplesRecipe(
    @DefaultValue("30") double horizonDays,
    Optional<Cuts> cuts,
    @DefaultValue("false") boolean lastOut,
    Optional<String> splitColumn,
    Optional<String> requiredAction,
    @DefaultValue("1") int minEvents,
    @DefaultValue("0") double coldItemShare,
    Optional<PerEvent> perEvent,
    Optional<PerImpression> perImpression) {

  public ExamplesRecipe {
    long ways =
        Stream.of(
                cuts.isPresent(),
                lastOut,
                splitColumn.isPresent(),
                perEvent.isPresent(),
                perImpression.isPresent())
            .filter(given -> given)
            .count();
    new Checks(ExamplesRecipe.class)
        .positive("horizonDays", horizonDays)
        .atLeast("minEvents", minEvents, 1)
        .require(
            coldItemShare >= 0 && coldItemShare < 1,
            "coldItemShare",
            coldItemShare,
            "must be a share of at least 0 and below 1 (0.05 is usual)")
        .require(
            coldItemShare == 0 || lastOut,
            "coldItemShare",
            coldItemShare,
            "keeps cold items for a user's last basket: set lastOut: true, or remove it")
        .require(
            ways == 1,
            "",
            ways == 0 ? "no split" : ways + " splits",
            "given: give exactly one of cuts, lastOut: true, splitColumn, perEvent and"
                + " perImpression")
        .done();
  }

  /** Whether a task's no is told of items that were drawn beside what came up. */
  public boolean drawsFor(TaskSpec task) {
    return perImpression
        .filter(shown -> shown.drawn().isPresent() && shown.asksWhetherItOccurs(task))
        .isPresent();
  }

  /**
   * The split of each event, as in matrix completion.
   *
   * @param splitColumn attribute of the event that is train, dev or test
   * @param devShare share of the training events, drawn by the seed, that become the dev split; 0
   *     where the column names dev events
   */
  public record PerEvent(String splitColumn, @DefaultValue("0") double devShare) {
    public PerEvent {
      new Checks(PerEvent.class)
          .notBlank("splitColumn", splitColumn)
          .require(
              devShare >= 0 && devShare < 1,
              "devShare",
              devShare,
              "must be a share of at least 0 and below 1 (0.1 is usual)")
          .done();
    }
  }

  /**
   * Examples of single events, split in time.
   *
   * @param action of the events: what shows an item to a user, or what is done with it
   * @param history actions of the events that a history consists of; all when empty
   * @param dev from here on impressions are the dev split's, and labels of training end
   * @param test from here on they are the test split's; a model of all data, without a test, when
   *     absent
   * @param negativeShare share of the training impressions that are learned from, among those that
   *     every yes-or-no task's answer is no for; each weighs 1 / negativeShare, so that
   *     probabilities stay what they are
   * @param negativesPerPage most training impressions of a page (a user's at one time) that are
   *     learned from, among those that every yes-or-no task's answer is no for; each weighs for
   *     those left out; all when absent
   * @param drawn items of the catalog that each event is compared with, for a log that says what
   *     was taken and not what was shown
   */
  public record PerImpression(
      String action,
      @DefaultValue("[]") List<String> history,
      Instant dev,
      Optional<Instant> test,
      @DefaultValue("1") double negativeShare,
      Optional<Integer> negativesPerPage,
      Optional<Drawn> drawn) {

    /** Impressions all of which are learned from. */
    public PerImpression(String action, List<String> history, Instant dev, Optional<Instant> test) {
      this(action, history, dev, test, 1, Optional.empty(), Optional.empty());
    }

    public PerImpression {
      history = List.copyOf(history);
      Checks checks =
          new Checks(PerImpression.class)
              .notBlank("action", action)
              .distinct("history", history)
              .given("dev", dev)
              .require(
                  negativeShare > 0 && negativeShare <= 1,
                  "negativeShare",
                  negativeShare,
                  "must be a share above 0 and at most 1 (0.1 is usual where few are clicked)")
              .require(
                  negativesPerPage.orElse(1) >= 1,
                  "negativesPerPage",
                  negativesPerPage.orElse(1),
                  "must be at least 1: without a no there is nothing to tell a yes from")
              .require(
                  (negativeShare < 1 ? 1 : 0)
                          + (negativesPerPage.isPresent() ? 1 : 0)
                          + (drawn.isPresent() ? 1 : 0)
                      <= 1,
                  "",
                  "several ways to choose negatives",
                  "given: negativeShare and negativesPerPage leave out shown ones, drawn adds"
                      + " others; give at most one of the three");
      if (dev != null && test.isPresent()) {
        checks.require(
            dev.isBefore(test.get()),
            "test",
            test.get(),
            "is not after dev, which is " + dev + ": dev comes before test");
      }
      checks.done();
    }

    /** Whether a task's label is that the event itself is there: drawn items are its no. */
    public boolean asksWhetherItOccurs(TaskSpec task) {
      return task.label() instanceof LabelRule.Occurs occurs && occurs.action().equals(action);
    }
  }

  /**
   * Items that did not come up, drawn by the seed from those that the log has before the dev split,
   * without the user's own of the same time. Tasks that ask whether the event itself occurs answer
   * no for them; other tasks do not know. The dev and the test split draw uniformly, so that what
   * is measured does not depend on how negatives are learned from; predictions and exported files
   * are corrected to the odds among the whole catalog.
   *
   * @param count how many for each event; 4 is usual
   * @param by how training draws
   */
  public record Drawn(int count, @DefaultValue("uniform") By by) {
    public Drawn {
      new Checks(Drawn.class).atLeast("count", count, 1).given("by", by).done();
    }

    /** The chance of an item to be drawn. */
    public enum By {
      /** The same for all. */
      UNIFORM,
      /**
       * By the number of the action's events to the power of 3/4 (Mikolov et al. 2013); a drawn
       * item weighs as many as uniform draws would have had of it.
       */
      POPULARITY
    }
  }

  /**
   * Cut times, each at 00:00 of a date in the data's time zone, or an ISO instant.
   *
   * @param train cuts whose labels are learned
   * @param dev cuts that select the best epoch; after those of train
   * @param test may be empty: a model of all data, without a test
   */
  public record Cuts(
      List<Instant> train, List<Instant> dev, @DefaultValue("[]") List<Instant> test) {
    public Cuts {
      train = List.copyOf(train);
      dev = List.copyOf(dev);
      test = List.copyOf(test);
      Checks checks =
          new Checks(Cuts.class)
              .require(!train.isEmpty(), "train", "an empty list", "has no cut: give a date")
              .require(!dev.isEmpty(), "dev", "an empty list", "has no cut: give a date")
              .distinct("train", train)
              .distinct("dev", dev)
              .distinct("test", test);
      requireBefore(checks, "dev", train, dev);
      requireBefore(checks, "test", test.isEmpty() ? List.of() : dev, test);
      checks.done();
    }

    private static void requireBefore(
        Checks checks, String laterName, List<Instant> earlier, List<Instant> later) {
      if (!earlier.isEmpty() && !later.isEmpty()) {
        Instant last = Collections.max(earlier);
        checks.require(
            last.isBefore(Collections.min(later)),
            laterName,
            Collections.min(later),
            "is not after the split before it, whose last cut is "
                + last
                + ": train cuts come before dev cuts, dev before test");
      }
    }
  }
}
