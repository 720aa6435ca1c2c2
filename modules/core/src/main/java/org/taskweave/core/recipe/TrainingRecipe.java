package org.taskweave.core.recipe;

import java.util.List;

/**
 * How the model is trained.
 *
 * @param learningRate of heads and shared layers that name none
 * @param weightDecay decoupled (AdamW); ignored by the other optimizers, where it must be 0
 * @param warmupShare share of all steps over which the rates rise linearly from 0
 * @param clipNorm the whole gradient is scaled down to this L2 norm; 0 for no clipping
 */
public record TrainingRecipe(
    Optimizer optimizer,
    double learningRate,
    double weightDecay,
    int epochs,
    int batchSize,
    double warmupShare,
    Decay decay,
    double clipNorm,
    EarlyStopping earlyStopping) {

  /** The update rule. */
  public enum Optimizer {
    ADAMW,
    ADAM,
    SGD
  }

  /** What the rates do after the warm-up. */
  public enum Decay {
    NONE,
    LINEAR,
    COSINE
  }

  /**
   * After each epoch the dev split is scored; the best epoch's weights are kept.
   *
   * @param patience epochs without improvement after which training stops
   * @param objective weighted mean over these terms; empty: the mean over all tasks' primary
   *     metrics
   */
  public record EarlyStopping(int patience, List<ObjectiveTerm> objective) {
    public EarlyStopping {
      objective = List.copyOf(objective);
    }
  }

  /**
   * One metric of one task, as skill over the trivial baseline: (m - b) / (1 - b) where higher is
   * better, (b - m) / b where lower is better.
   *
   * @param metric empty for the task's primary metric
   */
  public record ObjectiveTerm(String task, String metric, double weight) {}
}
