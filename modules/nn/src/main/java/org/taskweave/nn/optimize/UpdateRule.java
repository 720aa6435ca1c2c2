package org.taskweave.nn.optimize;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;
import org.taskweave.core.recipe.TrainingRecipe;

/**
 * How parameters are updated, in DL4J's terms. AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101)
 * is Adam with weight decay scaled by the learning rate; as in PyTorch, every parameter decays,
 * biases too.
 *
 * @param learningRate of parameters that name none
 * @param weightDecay coefficient of decoupled weight decay; 0 for none, and with other optimizers
 *     than AdamW
 * @param warmupShare share of all steps over which the rates rise linearly from 0
 * @param decay what the rates do after the warm-up
 * @param totalSteps optimizer steps of the whole training, for the schedule
 */
public record UpdateRule(
    TrainingRecipe.Optimizer optimizer,
    double learningRate,
    double weightDecay,
    double warmupShare,
    TrainingRecipe.Decay decay,
    long totalSteps) {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  public UpdateRule {
    if (weightDecay != 0 && optimizer != TrainingRecipe.Optimizer.ADAMW) {
      throw new IllegalArgumentException(
          "weightDecay is " + weightDecay + ", but " + optimizer + " has none: only ADAMW has");
    }
  }

  /** As a recipe trains. */
  public static UpdateRule of(TrainingRecipe training, long totalSteps) {
    return new UpdateRule(
        training.optimizer(),
        training.learningRate(),
        training.weightDecay(),
        training.warmupShare(),
        training.decay(),
        totalSteps);
  }

  /** A rule without weight decay whose rates stay as they are. */
  public static UpdateRule constant(TrainingRecipe.Optimizer optimizer, double learningRate) {
    return new UpdateRule(optimizer, learningRate, 0, 0, TrainingRecipe.Decay.NONE, 1);
  }

  /** The updater of parameters that name no rate. */
  public IUpdater updater() {
    return updater(learningRate);
  }

  /** The updater of parameters that learn at a base rate. */
  public IUpdater updater(double baseRate) {
    ISchedule schedule =
        new WarmupSchedule(baseRate, Math.round(warmupShare * totalSteps), totalSteps, decay);
    return switch (optimizer) {
      case ADAMW, ADAM ->
          Adam.builder()
              .learningRateSchedule(schedule)
              .beta1(BETA1)
              .beta2(BETA2)
              .epsilon(EPSILON)
              .build();
      case SGD -> new Sgd(schedule);
    };
  }

  /**
   * Penalties of a weight matrix.
   *
   * @param l2 the loss gains l2 * (sum of squares); DL4J's own coefficient is of half that sum
   */
  public List<Regularization> weightPenalties(double l2) {
    List<Regularization> penalties = new ArrayList<>(biasPenalties());
    if (l2 != 0) {
      penalties.add(new L2Regularization(2 * l2));
    }
    return penalties;
  }

  /** Penalties of a bias. */
  public List<Regularization> biasPenalties() {
    List<Regularization> penalties = new ArrayList<>();
    if (weightDecay != 0) {
      penalties.add(new WeightDecay(weightDecay, true));
    }
    return penalties;
  }
}
