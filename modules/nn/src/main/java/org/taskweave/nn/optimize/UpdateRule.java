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
 * Turns a recipe's optimizer into DL4J's terms. AdamW (Loshchilov and Hutter 2019,
 * arXiv:1711.05101) is Adam with weight decay scaled by the learning rate; as in PyTorch, every
 * parameter decays, biases too.
 *
 * @param totalSteps optimizer steps of the whole training, for the schedule
 */
public record UpdateRule(TrainingRecipe training, long totalSteps) {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** The updater of parameters that learn at a base rate. */
  public IUpdater updater(double baseRate) {
    ISchedule schedule =
        new WarmupSchedule(
            baseRate,
            Math.round(training.warmupShare() * totalSteps),
            totalSteps,
            training.decay());
    return switch (training.optimizer()) {
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

  /** Coefficient of decoupled weight decay; 0 for none. */
  public double weightDecay() {
    return training.optimizer() == TrainingRecipe.Optimizer.ADAMW ? training.weightDecay() : 0;
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
    if (weightDecay() != 0) {
      penalties.add(new WeightDecay(weightDecay(), true));
    }
    return penalties;
  }
}
