package org.taskweave.nn.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.task.TaskSpec;

/**
 * Balances the tasks of one training, step by step: {@link #begin}, then {@link #lossFactors}
 * between the forward and the backward pass, {@link #gradientWeights} within the backward pass
 * where gradients are read, and {@link #taken} when the parameters have moved. Only the last one
 * changes what later steps depend on; random choices depend on the seed and the step alone.
 */
public final class TaskBalance {

  private final BalancingRecipe recipe;
  private final List<TaskSpec> tasks;
  private final long seed;
  private final Optional<LossRule> lossRule;
  private final Optional<GradientRule> gradientRule;

  private SplittableRandom random;
  private double share;
  private int epoch;
  private LossStep lossStep;
  private double[] ruleFactors;
  private double[] lossFactors;
  private Gram gram;
  private GradientStep gradientStep;
  private double[] stepWeights;

  /**
   * A balance in its first state.
   *
   * @param tasks in the order of all arrays
   * @param seed of random choices
   */
  public TaskBalance(BalancingRecipe recipe, List<TaskSpec> tasks, long seed) {
    this.recipe = recipe;
    this.tasks = List.copyOf(tasks);
    this.seed = seed;
    this.lossRule = Rules.onLosses(recipe.method(), this.tasks);
    this.gradientRule = Rules.onGradients(recipe.method());
  }

  /** The tasks' weights alone. */
  public static TaskBalance fixed(List<TaskSpec> tasks) {
    return new TaskBalance(BalancingRecipe.fixed(), tasks, 0);
  }

  /** Whether a step is the same as without balancing. */
  public boolean isPlain() {
    return lossRule.isEmpty() && recipe.schedule().isEmpty() && !recipe.readsGradients();
  }

  /** Whether {@link #taken} needs the losses of the batch after the step. */
  public boolean asksForLossesAfter() {
    return lossRule.map(LossRule::asksForLossesAfter).orElse(false);
  }

  /**
   * A step begins.
   *
   * @param iteration 0-based step
   * @param epochNow 0-based
   * @param trainedShare of the whole training, 0 to 1
   */
  public void begin(int iteration, int epochNow, double trainedShare) {
    random = new SplittableRandom(seed * 1_000_003L + iteration);
    share = trainedShare;
    epoch = epochNow;
    gram = null;
    gradientStep = null;
    stepWeights = null;
  }

  /**
   * The factors [K] of the tasks' losses.
   *
   * @param losses [K] without any weight
   * @param labelled [K] whether the batch has a label of the task
   */
  public double[] lossFactors(double[] losses, boolean[] labelled) {
    double[] scheduled = new double[tasks.size()];
    boolean[] known = new boolean[tasks.size()];
    Arrays.fill(scheduled, 1);
    for (BalancingRecipe.Schedule schedule : recipe.schedule()) {
      scheduled[index(schedule.task())] = schedule.at(share);
    }
    for (int k = 0; k < known.length; k++) {
      known[k] = labelled[k] && scheduled[k] > 0 && tasks.get(k).weight() > 0;
    }
    lossStep = new LossStep(losses.clone(), known, epoch, random);
    ruleFactors = lossRule.map(rule -> rule.factors(lossStep)).orElseGet(() -> ones(known));
    lossFactors = ruleFactors.clone();
    for (int k = 0; k < lossFactors.length; k++) {
      lossFactors[k] *= scheduled[k];
    }
    return lossFactors.clone();
  }

  private int index(String task) {
    return tasks.stream().map(TaskSpec::name).toList().indexOf(task);
  }

  private static double[] ones(boolean[] known) {
    double[] factors = new double[known.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = known[k] ? 1 : 0;
    }
    return factors;
  }

  /**
   * The weights [K] of the tasks' gradients in their combination; empty for their sum.
   *
   * @param gradients of all K tasks, of their losses with all factors and weights
   */
  public Optional<double[]> gradientWeights(Gram gradients) {
    gram = gradients;
    int[] active = active();
    if (gradientRule.isEmpty() || active.length == 0 || !gram.finite()) {
      return Optional.empty();
    }
    double[] ones = new double[active.length];
    double[] losses = new double[active.length];
    for (int i = 0; i < active.length; i++) {
      int k = active[i];
      ones[i] = 1;
      losses[i] = lossStep.losses()[k] * lossFactors[k] * tasks.get(k).weight();
    }
    gradientStep = new GradientStep(gram.of(active, ones), active, losses, random);
    stepWeights = gradientRule.get().weights(gradientStep);
    double[] weights = new double[tasks.size()];
    for (int i = 0; i < active.length; i++) {
      weights[active[i]] = stepWeights[i];
    }
    return Optional.of(weights);
  }

  /** Tasks with a label and a gradient that is not zero. */
  private int[] active() {
    List<Integer> active = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      if (lossStep.known()[k] && gram.norm(k) > 0) {
        active.add(k);
      }
    }
    return active.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How the step that began last was weighed, after its backward pass. */
  public StepBalance report() {
    double[] weights = ones(lossStep.known());
    if (gradientStep != null) {
      Arrays.fill(weights, 0);
      for (int i = 0; i < stepWeights.length; i++) {
        weights[gradientStep.tasks()[i]] = stepWeights[i];
      }
    }
    return new StepBalance(lossFactors.clone(), weights, cosines());
  }

  private double[][] cosines() {
    double[][] cosines = new double[gram == null ? 0 : tasks.size()][tasks.size()];
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < cosines.length; j++) {
        cosines[i][j] = gram.cosine(i, j);
      }
    }
    return cosines;
  }

  /**
   * The parameters have moved.
   *
   * @param lossesAfter [K] of the same batch, without any weight; empty if not asked for
   */
  public void taken(double[] lossesAfter) {
    if (lossRule.isPresent()) {
      double[] norms = new double[gram == null ? 0 : tasks.size()];
      for (int k = 0; k < norms.length; k++) {
        double factor = lossFactors[k] * tasks.get(k).weight();
        norms[k] = factor > 0 ? gram.norm(k) / factor : 0;
      }
      lossRule.get().taken(lossStep, ruleFactors, new LossRule.Outcome(norms, lossesAfter));
    }
    if (gradientStep != null) {
      gradientRule.get().taken(gradientStep, stepWeights);
    }
  }

  /** What later steps depend on, to go on from with {@link #restore}; empty for most methods. */
  public double[] state() {
    return States.join(
        lossRule.map(LossRule::state).orElse(new double[0]),
        gradientRule.map(GradientRule::state).orElse(new double[0]));
  }

  /** Takes over a state of a balance of the same recipe and tasks. */
  public void restore(double[] state) {
    int onLosses = lossRule.map(rule -> rule.state().length).orElse(0);
    if (state.length < onLosses) {
      throw new IllegalArgumentException(
          "a state of " + state.length + " values, at least " + onLosses + " were expected");
    }
    lossRule.ifPresent(rule -> rule.restore(Arrays.copyOf(state, onLosses)));
    double[] rest = Arrays.copyOfRange(state, onLosses, state.length);
    if (rest.length > 0) {
      gradientRule.ifPresent(rule -> rule.restore(rest));
    }
  }
}
