package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;

/**
 * How the tasks' losses or gradients are weighed against each other. What is balanced is a task's
 * loss times its {@code weight} times its schedule.
 *
 * @param method what decides the weights
 * @param schedule factors of the tasks' weights over the training, for the tasks named; 1 for the
 *     others
 * @param measureConflicts also log the cosines between the tasks' gradients, as methods on
 *     gradients do anyway
 */
public record BalancingRecipe(
    @Inline BalancingMethod method,
    @DefaultValue("{}") List<Schedule> schedule,
    @DefaultValue("false") boolean measureConflicts) {

  public BalancingRecipe {
    schedule = List.copyOf(schedule);
    new Checks(BalancingRecipe.class).given("method", method).done();
  }

  /** The tasks' weights alone, without a schedule. */
  public static BalancingRecipe fixed() {
    return of(new BalancingMethod.Fixed());
  }

  /** A method without a schedule. */
  public static BalancingRecipe of(BalancingMethod method) {
    return new BalancingRecipe(method, List.of(), false);
  }

  /** Whether each task's gradient at the shared representation is looked at. */
  public boolean readsGradients() {
    return measureConflicts || method.readsGradients();
  }

  /**
   * Factors of one task's weight over the training, linear in between.
   *
   * @param shares of the training, ascending from 0 to 1
   * @param weights at these shares, at least 0
   */
  public record Schedule(
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
}
