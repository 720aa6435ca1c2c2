package org.taskweave.hyperparam.study;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;

/** Where the next trial's values come from. */
@KindKey("kind")
public sealed interface GeneratorSpec {

  /** Values drawn at random, each trial for itself. */
  record Random() implements GeneratorSpec {}

  /**
   * Every combination of a grid, once; the study then ends.
   *
   * @param points values per number; a choice gives all of its own
   * @param order in which combinations are tried
   */
  record Grid(@DefaultValue("3") int points, @DefaultValue("sequential") Order order)
      implements GeneratorSpec {
    public Grid {
      new Checks(Grid.class).atLeast("points", points, 2).given("order", order).done();
    }

    /** One combination after the other, or shuffled. */
    public enum Order {
      SEQUENTIAL,
      RANDOM
    }
  }

  /**
   * Arbiter's genetic search.
   *
   * @param populationSize trials that are kept to breed from
   * @param mutationRate probability that a value of a child is drawn anew
   */
  record Genetic(@DefaultValue("10") int populationSize, @DefaultValue("0.1") double mutationRate)
      implements GeneratorSpec {
    public Genetic {
      new Checks(Genetic.class)
          .atLeast("populationSize", populationSize, 4)
          .share("mutationRate", mutationRate)
          .done();
    }
  }

  /**
   * Tree-structured Parzen estimators, multivariate. Trial 0 is the default recipe, as near as the
   * space allows.
   *
   * @param startupTrials the first, spread over the space by a Latin hypercube, before the
   *     estimators have anything to learn from
   * @param candidates drawn from the estimator of good trials, of which the best is taken
   * @param goodShare share of the trials that counts as good, at most 25 of them
   */
  record Tpe(
      @DefaultValue("10") int startupTrials,
      @DefaultValue("24") int candidates,
      @DefaultValue("0.1") double goodShare)
      implements GeneratorSpec {
    public Tpe {
      new Checks(Tpe.class)
          .atLeast("startupTrials", startupTrials, 1)
          .atLeast("candidates", candidates, 1)
          .positive("goodShare", goodShare)
          .share("goodShare", goodShare)
          .done();
    }
  }
}
