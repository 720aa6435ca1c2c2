package org.taskweave.core.recipe;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How the model is trained.
 *
 * @param learningRate of heads and shared layers that name none
 * @param weightDecay decoupled (AdamW); must be 0 with the other optimizers, which is then also
 *     what a recipe that does not give it means
 * @param epochs at most; early stopping may end sooner
 * @param batchSize examples, or sequences, of a step
 * @param warmupShare share of all steps over which the rates rise linearly from 0
 * @param clipNorm the whole gradient is scaled down to this L2 norm; 0 for no clipping
 * @param seed of initial weights, order of batches and dropout; the recipe's seed when absent. The
 *     examples never depend on it, so that trainings of several seeds share them
 * @param popularityDiscount weight of an example of a flat sequence: (how many training examples
 *     have the same newest item)^-popularityDiscount, scaled to a mean of 1. At 0 all examples
 *     count the same, at 1 all items do. Metrics are never weighted
 * @param precision of the products of the encoder's learning linear layers: float32; bf16, where
 *     the processor has instructions for it, faster and coarser; auto, whichever a measurement at
 *     the start prefers. Weights, sums, updates and scores are float32 in any case
 */
public record TrainingRecipe(
    @DefaultValue("adamw") Optimizer optimizer,
    @DefaultValue("1e-3") double learningRate,
    @DefaultValue("0.01") double weightDecay,
    @DefaultValue("5") int epochs,
    @DefaultValue("32") int batchSize,
    @DefaultValue("0.1") double warmupShare,
    @DefaultValue("linear") Decay decay,
    @DefaultValue("1.0") double clipNorm,
    @DefaultValue("{}") EarlyStopping earlyStopping,
    Optional<Long> seed,
    @DefaultValue("0") double popularityDiscount,
    @DefaultValue("float32") Precision precision) {

  public TrainingRecipe {
    new Checks(TrainingRecipe.class)
        .given("optimizer", optimizer)
        .atLeast("learningRate", learningRate, 0)
        .atLeast("weightDecay", weightDecay, 0)
        .require(
            optimizer == null || optimizer == Optimizer.ADAMW || weightDecay == 0,
            "weightDecay",
            weightDecay,
            "must be 0 unless the optimizer is adamw: set it to 0 or leave it out")
        .atLeast("epochs", epochs, 1)
        .rowsAtOnce("batchSize", batchSize)
        .share("warmupShare", warmupShare)
        .given("decay", decay)
        .atLeast("clipNorm", clipNorm, 0)
        .given("earlyStopping", earlyStopping)
        .share("popularityDiscount", popularityDiscount)
        .given("precision", precision)
        .done();
  }

  /** The update rule. */
  public enum Optimizer {
    ADAMW,
    ADAM,
    SGD
  }

  /** The numbers that linear layers multiply in. */
  public enum Precision {
    FLOAT32,
    BF16,
    AUTO
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
  public record EarlyStopping(
      @DefaultValue("2") int patience, @DefaultValue("[]") List<ObjectiveTerm> objective) {
    public EarlyStopping {
      objective = List.copyOf(objective);
      new Checks(EarlyStopping.class).atLeast("patience", patience, 1).done();
    }
  }

  /**
   * One metric of one task, as skill over the trivial baseline: (m - b) / (1 - b) where higher is
   * better, (b - m) / b where lower is better.
   *
   * @param task a task's name
   * @param weight of the term in the mean
   * @param metric empty for the task's primary metric
   */
  public record ObjectiveTerm(
      String task, @DefaultValue("''") String metric, @DefaultValue("1") double weight) {
    public ObjectiveTerm {
      new Checks(ObjectiveTerm.class)
          .notBlank("task", task)
          .given("metric", metric)
          .positive("weight", weight)
          .done();
    }
  }
}
