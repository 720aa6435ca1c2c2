package org.taskweave.data.log;

import java.util.Locale;
import org.taskweave.core.InvalidInputException;

/**
 * What the events of a log take of the Java heap, told before the first is read: 64-bit JVM with
 * compressed references; texts, which events of one item share, are not counted. Measured 1,000,000
 * events with one number and no text: 139 bytes each remain after the read, and some 40 are needed
 * on the way.
 *
 * @param rows of the log
 * @param attributes of each event
 * @param texts columns of text and basket
 */
record EventMemory(long rows, int attributes, int texts) {

  private static final long EVENT = 48;
  private static final long LISTS_AND_DIGEST = 64;
  private static final long TEXT = 16;
  private static final long NUMBER = 16;
  private static final long ONE_ATTRIBUTE = 32 + NUMBER;
  private static final long ATTRIBUTES = 40;
  private static final long ATTRIBUTE = 16 + NUMBER;

  /** More than this of the heap leaves examples and the collector no room to go on. */
  private static final double SHARE = 0.6;

  /** Of all events. */
  long bytes() {
    long ofAttributes =
        switch (attributes) {
          case 0 -> 0;
          case 1 -> ONE_ATTRIBUTE;
          default -> ATTRIBUTES + attributes * ATTRIBUTE;
        };
    return rows * (EVENT + LISTS_AND_DIGEST + texts * TEXT + ofAttributes);
  }

  /**
   * Refuses a log that the heap cannot hold beside all else, instead of filling it for hours.
   *
   * @param heapBytes the most that there may be
   * @throws InvalidInputException with what is needed and what lowers it
   */
  void requireRoom(long heapBytes) {
    if (bytes() <= SHARE * heapBytes) {
      return;
    }
    throw new InvalidInputException(
        String.format(
            Locale.ROOT,
            "memory: the log has %,d rows, whose events take about %.1f GB of the Java heap, and"
                + " the heap has %.1f GB, six tenths of which they may take. Give the process more"
                + " (--memory %dg), or read less: fewer data.files, a data.select of fewer rows,"
                + " fewer data.columns.attributes.",
            rows,
            gigabytes(bytes()),
            gigabytes(heapBytes),
            (long) Math.ceil(gigabytes(bytes()) / SHARE * 2)));
  }

  private static double gigabytes(long bytes) {
    return bytes / (double) (1 << 30);
  }
}
