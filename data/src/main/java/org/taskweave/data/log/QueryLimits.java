package org.taskweave.data.log;

import java.time.Duration;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.memory.MemoryBudget;

/**
 * What a select may use, whoever wrote it.
 *
 * @param time until it is cancelled
 * @param databaseMegabytes of memory for DuckDB's own buffers; it spills to disk above
 * @param processMegabytes by which the process may grow outside the Java heap: single values (a
 *     text repeated a thousand million times) are not among DuckDB's buffers
 * @param hardMegabytes of growth at which the process ends, as a single call of a function cannot
 *     be cancelled
 * @param diskMegabytes for the tables and what is spilled
 */
record QueryLimits(
    Duration time,
    long databaseMegabytes,
    long processMegabytes,
    long hardMegabytes,
    long diskMegabytes) {

  /** The system property by which whoever runs the program, not the recipe, allows more time. */
  static final String MINUTES_PROPERTY = "taskweave.select.minutes";

  private static final int MINUTES = 10;

  /** Ten minutes, 2 GB of buffers or a quarter of the process's memory, 64 GB of disk. */
  static QueryLimits standard() {
    return new QueryLimits(
        Duration.ofMinutes(minutes()),
        MemoryBudget.ofProcess().databaseMegabytes(),
        3584,
        5120,
        65_536);
  }

  private static long minutes() {
    String given = System.getProperty(MINUTES_PROPERTY, Integer.toString(MINUTES));
    try {
      long minutes = Long.parseLong(given.strip());
      if (minutes >= 1 && minutes <= 100_000) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // refused below, with the same advice as a number out of range
    }
    throw new InvalidInputException(
        "-D"
            + MINUTES_PROPERTY
            + "="
            + given
            + ": is no whole number of minutes from 1 to 100000, such as "
            + MINUTES);
  }
}
