package org.taskweave.data.guess;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import org.taskweave.data.log.LogSample;

/**
 * Rolling cuts that fit between the first and the last time of a sample: three that train, then one
 * that selects and one for the test, each a horizon apart.
 */
record CutGuess(List<LocalDate> train, LocalDate dev, LocalDate test, int horizonDays) {

  private static final int SPANS = 8;

  /** Empty when the times lie too close together for cuts a day apart. */
  static Optional<CutGuess> of(SampledColumn times) {
    LongSummaryStatistics millis =
        times.values().stream()
            .map(LogSample::millis)
            .filter(time -> time.isPresent())
            .mapToLong(time -> time.getAsLong())
            .summaryStatistics();
    LocalDate first = day(millis.getMin());
    LocalDate last = day(millis.getMax());
    long days = ChronoUnit.DAYS.between(first, last);
    for (int horizon : List.of(30, 14, 7, 1)) {
      if (days >= (long) SPANS * horizon) {
        LocalDate test = last.minusDays(horizon);
        LocalDate dev = test.minusDays(horizon);
        return Optional.of(
            new CutGuess(
                List.of(
                    dev.minusDays(3L * horizon),
                    dev.minusDays(2L * horizon),
                    dev.minusDays(horizon)),
                dev,
                test,
                horizon));
      }
    }
    return Optional.empty();
  }

  private static LocalDate day(long millis) {
    return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate();
  }
}
