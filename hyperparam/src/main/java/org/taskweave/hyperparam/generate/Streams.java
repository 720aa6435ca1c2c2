package org.taskweave.hyperparam.generate;

import java.util.SplittableRandom;

/** Random numbers of one trial. */
final class Streams {

  private Streams() {}

  /**
   * The stream of a seed and a number. Both are mixed first: states of {@link SplittableRandom}
   * advance by a constant, so that simple sums of seed and number would repeat one seed's stream
   * under the next seed.
   */
  static SplittableRandom of(long seed, long number) {
    long mixedSeed = new SplittableRandom(seed).nextLong();
    long mixedNumber = new SplittableRandom(number).nextLong();
    return new SplittableRandom(31 * mixedSeed + mixedNumber);
  }
}
