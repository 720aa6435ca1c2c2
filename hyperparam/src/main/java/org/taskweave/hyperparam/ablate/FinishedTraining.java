package org.taskweave.hyperparam.ablate;

import java.util.List;

/**
 * One finished training.
 *
 * @param variant {@link #WHOLE}, the part that was left out, or what stands beside the recipe
 * @param seconds of the training
 */
record FinishedTraining(
    String variant, long seed, double seconds, int epochs, List<MeasuredRows> tasks) {

  static final String WHOLE = "as it is";

  FinishedTraining {
    tasks = List.copyOf(tasks);
  }

  boolean isOf(String otherVariant, long otherSeed) {
    return variant.equals(otherVariant) && seed == otherSeed;
  }
}
