package org.taskweave.data.guess;

import java.time.Instant;
import java.util.Optional;
import org.taskweave.data.log.LogSample;

/** Times from which on the newest fifth of a sample is dev, and of that the newer half test. */
record TimeSplit(Instant dev, Instant test) {

  /** Empty when too many times are the same. */
  static Optional<TimeSplit> of(SampledColumn times) {
    long[] millis =
        times.values().stream()
            .map(LogSample::millis)
            .filter(time -> time.isPresent())
            .mapToLong(time -> time.getAsLong())
            .sorted()
            .toArray();
    if (millis.length == 0) {
      return Optional.empty();
    }
    long dev = millis[millis.length * 8 / 10];
    long test = millis[millis.length * 9 / 10];
    return millis[0] < dev && dev < test
        ? Optional.of(new TimeSplit(Instant.ofEpochMilli(dev), Instant.ofEpochMilli(test)))
        : Optional.empty();
  }
}
