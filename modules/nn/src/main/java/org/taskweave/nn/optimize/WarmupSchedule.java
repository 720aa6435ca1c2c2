package org.taskweave.nn.optimize;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.core.recipe.TrainingRecipe.Decay;

/**
 * A learning rate that rises linearly to its base over the warm-up steps, then stays, falls
 * linearly to 0 at the last step, or follows half a cosine there.
 *
 * <p>The fields are the DL4J JSON.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class WarmupSchedule implements ISchedule {

  private double base;
  private long warmupSteps;
  private long totalSteps;
  private Decay decay;

  /** For Jackson. */
  WarmupSchedule() {}

  /** A schedule over a number of optimizer steps. */
  public WarmupSchedule(double base, long warmupSteps, long totalSteps, Decay decay) {
    this.base = base;
    this.warmupSteps = warmupSteps;
    this.totalSteps = totalSteps;
    this.decay = decay;
  }

  /**
   * The rate of a step.
   *
   * @param iteration 0-based optimizer step
   */
  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmupSteps) {
      return base * (iteration + 1) / warmupSteps;
    }
    double done =
        Math.min(1, (iteration - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
    return switch (decay) {
      case NONE -> base;
      case LINEAR -> base * (1 - done);
      case COSINE -> base * 0.5 * (1 + Math.cos(Math.PI * done));
    };
  }

  @Override
  public ISchedule clone() {
    return new WarmupSchedule(base, warmupSteps, totalSteps, decay);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WarmupSchedule that
        && base == that.base
        && warmupSteps == that.warmupSteps
        && totalSteps == that.totalSteps
        && decay == that.decay;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(base) * 31 + Long.hashCode(totalSteps);
  }
}
