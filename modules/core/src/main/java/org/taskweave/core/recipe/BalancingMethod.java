package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;

/**
 * How the tasks' losses or gradients are weighed against each other; the formulas stand in the
 * classes of {@code nn.balance}.
 *
 * <p>Methods on losses give a factor of the whole task, head included. Methods on gradients combine
 * the tasks' gradients at the shared representation; each head learns from its own task's gradient
 * as it is.
 */
@KindKey("kind")
public sealed interface BalancingMethod {

  /** Whether each task's gradient at the shared representation is needed. */
  default boolean readsGradients() {
    return combinesGradients();
  }

  /** Whether the tasks' gradients are combined in another way than by adding them. */
  default boolean combinesGradients() {
    return false;
  }

  /** The tasks' weights and their schedule alone. */
  record Fixed() implements BalancingMethod {}

  /** Weights drawn anew in every step (Lin et al. 2021, arXiv:2111.10603). */
  record RandomLossWeighting() implements BalancingMethod {}

  /**
   * Weights by how fast each loss falls from epoch to epoch (Liu et al. 2019, arXiv:1803.10704).
   *
   * @param temperature a high one makes the weights more even
   */
  record DynamicWeightAverage(@DefaultValue("2") double temperature) implements BalancingMethod {
    public DynamicWeightAverage {
      new Checks(DynamicWeightAverage.class).positive("temperature", temperature).done();
    }
  }

  /**
   * Weights learned as the tasks' noise (Kendall et al. 2018, arXiv:1705.07115).
   *
   * @param learningRate of the log variances (Adam)
   */
  record Uncertainty(@DefaultValue("0.01") double learningRate) implements BalancingMethod {
    public Uncertainty {
      new Checks(Uncertainty.class).positive("learningRate", learningRate).done();
    }
  }

  /**
   * Weights that lead the tasks' gradient norms together (Chen et al. 2018, arXiv:1711.02257).
   *
   * @param alpha how strongly tasks that lag behind are pushed
   * @param learningRate of the weights (Adam)
   */
  record GradNorm(@DefaultValue("1.5") double alpha, @DefaultValue("0.025") double learningRate)
      implements BalancingMethod {
    public GradNorm {
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
  record Mgda(@DefaultValue("none") Normalize normalize) implements BalancingMethod {
    public Mgda {
      new Checks(Mgda.class).given("normalize", normalize).done();
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
  record Pcgrad() implements BalancingMethod {
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
  record Cagrad(@DefaultValue("0.4") double c) implements BalancingMethod {
    public Cagrad {
      new Checks(Cagrad.class)
          .require(
              c >= 0 && c < 1, "c", c, "must be from 0 (the mean gradient) to below 1: try 0.4")
          .done();
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
   */
  record Imtl(@DefaultValue("both") Balance balance, @DefaultValue("0.01") double learningRate)
      implements BalancingMethod {
    public Imtl {
      new Checks(Imtl.class)
          .given("balance", balance)
          .positive("learningRate", learningRate)
          .done();
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
  record NashMtl(@DefaultValue("1") int updateEvery) implements BalancingMethod {
    public NashMtl {
      new Checks(NashMtl.class).atLeast("updateEvery", updateEvery, 1).done();
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
   */
  record Famo(@DefaultValue("0.025") double learningRate, @DefaultValue("0.001") double decay)
      implements BalancingMethod {
    public Famo {
      new Checks(Famo.class)
          .positive("learningRate", learningRate)
          .atLeast("decay", decay, 0)
          .done();
    }
  }

  /** Aligned principal components of the gradients (Senushkin et al. 2023, arXiv:2305.19000). */
  record AlignedMtl() implements BalancingMethod {
    @Override
    public boolean combinesGradients() {
      return true;
    }
  }
}
