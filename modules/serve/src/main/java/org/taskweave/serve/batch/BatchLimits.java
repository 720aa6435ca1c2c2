package org.taskweave.serve.batch;

import java.time.Duration;
import org.taskweave.core.Checks;

/**
 * How much waits and goes together.
 *
 * @param queue calls that may wait; one more is refused
 * @param maxSequences of a joined batch; a call with more goes alone
 * @param maxDelay how long the oldest call waits for others before it is scored; zero for not at
 *     all: what waits when the engine is free goes together
 * @param fewShapes whether batches are filled up to a power of two, for engines that prepare
 *     themselves for each shape
 */
public record BatchLimits(int queue, int maxSequences, Duration maxDelay, boolean fewShapes) {

  public BatchLimits {
    new Checks(BatchLimits.class)
        .atLeast("queue", queue, 1)
        .atLeast("maxSequences", maxSequences, 1)
        .require(!maxDelay.isNegative(), "maxDelay", maxDelay, "is negative: 0 is no waiting")
        .done();
  }

  /** How many sequences a batch of so many is filled up to. */
  public int padded(int sequences) {
    return fewShapes ? Integer.highestOneBit(Math.max(1, 2 * sequences - 1)) : sequences;
  }
}
