package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;
import org.taskweave.core.config.MapKey;

/**
 * How the tasks' losses or gradients are weighed against each other; the formulas stand in the
 * classes of {@code nn.balance}. What is balanced is a task's loss times its {@code weight} times
 * its schedule. "Share" below is the part of the training that is done, 0 to 1.
 *
 * <p>Methods on losses give a factor of the whole task, head included. Methods on gradients combine
 * the tasks' gradients at the shared representation; each head learns from its own task's gradient
 * as it is.
 */
@KindKey("kind")
public sealed interface BalancingRecipe {

  /** The tasks' weights alone, without a schedule. */
  static BalancingRecipe fixed() {
    return new Fixed(List.of(), false);
  }

  /** Factors of the tasks' weights over the training, for the tasks named; 1 for the others. */
  List<Schedule> schedule();

  /** Whether each task's gradient at the shared representation is looked at. */
  boolean readsGradients();

  /** Whether the tasks' gradients are combined in another way than by adding them. */
  default boolean combinesGradients() {
    return false;
  }

  /**
   * Factors of one task's weight over the training, linear in between.
   *
   * @param shares of the training, ascending from 0 to 1
   * @param weights at these shares, at least 0
   */
  record Schedule(
      @MapKey String task, @DefaultValue("[0, 1]") List<Double> shares, List<Double> weights) {
    public Schedule {
      shares = List.copyOf(shares);
      weights = List.copyOf(weights);
      Checks checks =
          new Checks(Schedule.class)
              .notBlank("", task)
              .ascending("shares", shares)
              .require(
                  !weights.isEmpty() && weights.size() == shares.size(),
                  "weights",
                  weights.size() + " weights",
                  "do not fit " + shares.size() + " shares: give one for each");
      for (int i = 0; i < shares.size(); i++) {
        checks.share("shares[" + i + "]", shares.get(i));
      }
      for (int i = 0; i < weights.size(); i++) {
        checks.atLeast("weights[" + i + "]", weights.get(i), 0);
      }
      checks.done();
    }

    /** The factor at a share of the training; before the first and after the last it is theirs. */
    public double at(double share) {
      if (share <= shares.get(0)) {
        return weights.get(0);
      }
      for (int i = 1; i < shares.size(); i++) {
        if (share <= shares.get(i)) {
          double done = (share - shares.get(i - 1)) / (shares.get(i) - shares.get(i - 1));
          return weights.get(i - 1) + done * (weights.get(i) - weights.get(i - 1));
        }
      }
      return weights.get(weights.size() - 1);
    }
  }

  /**
   * The tasks' weights and their schedule.
   *
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record Fixed(
      @DefaultValue("{}") List<Schedule> schedule, @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public Fixed {
      schedule = List.copyOf(schedule);
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts;
    }
  }

  /**
   * Weights drawn anew in every step (Lin et al. 2021, arXiv:2111.10603).
   *
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record RandomLossWeighting(
      @DefaultValue("{}") List<Schedule> schedule, @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public RandomLossWeighting {
      schedule = List.copyOf(schedule);
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts;
    }
  }

  /**
   * Weights by how fast each loss falls from epoch to epoch (Liu et al. 2019, arXiv:1803.10704).
   *
   * @param temperature a high one makes the weights more even
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record DynamicWeightAverage(
      @DefaultValue("2") double temperature,
      @DefaultValue("{}") List<Schedule> schedule,
      @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public DynamicWeightAverage {
      schedule = List.copyOf(schedule);
      new Checks(DynamicWeightAverage.class).positive("temperature", temperature).done();
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts;
    }
  }

  /**
   * Weights learned as the tasks' noise (Kendall et al. 2018, arXiv:1705.07115).
   *
   * @param learningRate of the log variances (Adam)
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record Uncertainty(
      @DefaultValue("0.01") double learningRate,
      @DefaultValue("{}") List<Schedule> schedule,
      @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public Uncertainty {
      schedule = List.copyOf(schedule);
      new Checks(Uncertainty.class).positive("learningRate", learningRate).done();
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts;
    }
  }

  /**
   * Weights that lead the tasks' gradient norms together (Chen et al. 2018, arXiv:1711.02257).
   *
   * @param alpha how strongly tasks that lag behind are pushed
   * @param learningRate of the weights (Adam)
   */
  record GradNorm(
      @DefaultValue("1.5") double alpha,
      @DefaultValue("0.025") double learningRate,
      @DefaultValue("{}") List<Schedule> schedule)
      implements BalancingRecipe {
    public GradNorm {
      schedule = List.copyOf(schedule);
      new Checks(GradNorm.class)
          .atLeast("alpha", alpha, 0)
          .positive("learningRate", learningRate)
          .done();
    }

    @Override
    public boolean readsGradients() {
      return true;
    }
  }

  /**
   * The shortest gradient in the hull of the tasks' (Sener and Koltun 2018, arXiv:1810.04650, its
   * MGDA-UB).
   *
   * @param normalize what the gradients are divided by before
   */
  record Mgda(
      @DefaultValue("none") Normalize normalize, @DefaultValue("{}") List<Schedule> schedule)
      implements BalancingRecipe {
    public Mgda {
      schedule = List.copyOf(schedule);
      new Checks(Mgda.class).given("normalize", normalize).done();
    }

    @Override
    public boolean readsGradients() {
      return true;
    }

    @Override
    public boolean combinesGradients() {
      return true;
    }

    /** What a task's gradient is divided by before the shortest combination is looked for. */
    public enum Normalize {
      NONE,
      /** Its norm. */
      NORM,
      /** The task's loss. */
      LOSS,
      /** Its norm times the task's loss. */
      LOSS_AND_NORM
    }
  }

  /** Conflicting parts projected away (Yu et al. 2020, arXiv:2001.06782). */
  record Pcgrad(@DefaultValue("{}") List<Schedule> schedule) implements BalancingRecipe {
    public Pcgrad {
      schedule = List.copyOf(schedule);
    }

    @Override
    public boolean readsGradients() {
      return true;
    }

    @Override
    public boolean combinesGradients() {
      return true;
    }
  }

  /**
   * The best worst-task improvement near the mean gradient (Liu et al. 2021, arXiv:2110.14048).
   *
   * @param c how far from the mean gradient, as a part of its norm, 0 to below 1
   */
  record Cagrad(@DefaultValue("0.4") double c, @DefaultValue("{}") List<Schedule> schedule)
      implements BalancingRecipe {
    public Cagrad {
      schedule = List.copyOf(schedule);
      new Checks(Cagrad.class)
          .require(
              c >= 0 && c < 1, "c", c, "must be from 0 (the mean gradient) to below 1: try 0.4")
          .done();
    }

    @Override
    public boolean readsGradients() {
      return true;
    }

    @Override
    public boolean combinesGradients() {
      return true;
    }
  }

  /**
   * Impartial learning (Liu et al. 2021, "Towards Impartial Multi-task Learning").
   *
   * @param balance gradients by equal projections, losses by learned scales, or both as in the
   *     paper
   * @param learningRate of the scales (Adam)
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record Imtl(
      @DefaultValue("both") Balance balance,
      @DefaultValue("0.01") double learningRate,
      @DefaultValue("{}") List<Schedule> schedule,
      @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public Imtl {
      schedule = List.copyOf(schedule);
      new Checks(Imtl.class)
          .given("balance", balance)
          .positive("learningRate", learningRate)
          .done();
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts || combinesGradients();
    }

    @Override
    public boolean combinesGradients() {
      return balance != Balance.LOSSES;
    }

    /** The paper's IMTL-G, IMTL-L, and IMTL. */
    public enum Balance {
      GRADIENTS,
      LOSSES,
      BOTH
    }
  }

  /**
   * The Nash bargaining solution (Navon et al. 2022, arXiv:2202.01017).
   *
   * @param updateEvery steps between two bargains; weights stay as they are meanwhile
   */
  record NashMtl(@DefaultValue("1") int updateEvery, @DefaultValue("{}") List<Schedule> schedule)
      implements BalancingRecipe {
    public NashMtl {
      schedule = List.copyOf(schedule);
      new Checks(NashMtl.class).atLeast("updateEvery", updateEvery, 1).done();
    }

    @Override
    public boolean readsGradients() {
      return true;
    }

    @Override
    public boolean combinesGradients() {
      return true;
    }
  }

  /**
   * Fast adaptive optimization from losses before and after each step (Liu et al. 2023,
   * arXiv:2306.03792); costs one more forward pass a step.
   *
   * @param learningRate of the weights' logits (Adam)
   * @param decay of the logits, the paper's gamma
   * @param measureConflicts also log the cosines between the tasks' gradients
   */
  record Famo(
      @DefaultValue("0.025") double learningRate,
      @DefaultValue("0.001") double decay,
      @DefaultValue("{}") List<Schedule> schedule,
      @DefaultValue("false") boolean measureConflicts)
      implements BalancingRecipe {
    public Famo {
      schedule = List.copyOf(schedule);
      new Checks(Famo.class)
          .positive("learningRate", learningRate)
          .atLeast("decay", decay, 0)
          .done();
    }

    @Override
    public boolean readsGradients() {
      return measureConflicts;
    }
  }

  /** Aligned principal components of the gradients (Senushkin et al. 2023, arXiv:2305.19000). */
  record AlignedMtl(@DefaultValue("{}") List<Schedule> schedule) implements BalancingRecipe {
    public AlignedMtl {
      schedule = List.copyOf(schedule);
    }

    @Override
    public boolean readsGradients() {
      return true;
    }

    @Override
    public boolean combinesGradients() {
      return true;
    }
  }
}
