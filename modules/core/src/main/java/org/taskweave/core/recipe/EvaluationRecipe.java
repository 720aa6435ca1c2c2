package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How a trained model is scored.
 *
 * @param bootstrapSamples resamples behind each metric's 95 % interval; 0 for no interval
 * @param batchSize rows scored at once
 * @param floors which rules a next-item task is measured beside
 */
public record EvaluationRecipe(
    @DefaultValue("1000") int bootstrapSamples,
    @DefaultValue("64") int batchSize,
    @DefaultValue("all") Floors floors) {

  public EvaluationRecipe {
    new Checks(EvaluationRecipe.class)
        .atLeast("bootstrapSamples", bootstrapSamples, 0)
        .atMost(
            "bootstrapSamples",
            bootstrapSamples,
            100_000,
            "1000 are usual, and each measures the split again")
        .rowsAtOnce("batchSize", batchSize)
        .done();
  }

  /** Rules of one line. */
  public enum Floors {
    /** Every one. */
    ALL,
    /** Those that cost less than a small model to count: no inverse of a matrix of the catalog. */
    FAST
  }
}
