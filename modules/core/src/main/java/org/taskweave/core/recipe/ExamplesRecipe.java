package org.taskweave.core.recipe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How examples are cut out of a user's sequence: what is before the cut is the input, labels come
 * from the horizon after it.
 *
 * @param horizonDays how far labels look ahead unless their rule says otherwise
 * @param cuts rolling cuts in calendar time; exactly one of cuts, lastOut and splitColumn is given
 * @param lastOut true: per user, the last basket is the test target, the one before the dev target,
 *     the earlier ones training targets
 * @param splitColumn attribute whose value on the user's newest event is train, dev or test; the
 *     whole history is then the input and labels are "given"
 * @param minimumEvents a user needs that many events of {@code requiredAction} before the cut
 */
public record ExamplesRecipe(
    double horizonDays,
    Optional<Cuts> cuts,
    boolean lastOut,
    Optional<String> splitColumn,
    Optional<String> requiredAction,
    int minimumEvents) {

  /** Cut times, each at 00:00 of a date in the data's time zone, or an ISO instant. */
  public record Cuts(List<Instant> train, List<Instant> dev, List<Instant> test) {
    public Cuts {
      train = List.copyOf(train);
      dev = List.copyOf(dev);
      test = List.copyOf(test);
    }
  }
}
