package org.taskweave.hyperparam.generate;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.trial.Objective;

/** Arbiter's generators and {@link TpeGenerator}, each fully determined by a seed. */
public final class Generators {

  private Generators() {}

  /** Values at random. */
  public static CandidateGenerator random(SearchSpace space, long seed) {
    CandidateGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(seed);
    return generator;
  }

  /**
   * Every combination once.
   *
   * @param points values per number
   * @param shuffled or one after the other
   */
  public static CandidateGenerator grid(
      SearchSpace space, int points, boolean shuffled, long seed) {
    return shuffled
        ? new ShuffledGrid(space, points, seed)
        : new GridSearchCandidateGenerator(
            space, points, GridSearchCandidateGenerator.Mode.Sequential, null);
  }

  /** Arbiter's genetic search, which maximises the score; all its operators follow the seed. */
  public static CandidateGenerator genetic(
      SearchSpace space, int populationSize, double mutationRate, long seed) {
    RandomGenerator random = new JDKRandomGenerator();
    random.setSeed(seed);
    CandidateGenerator generator =
        new GeneticSearchCandidateGenerator.Builder(space, new HigherIsBetter())
            .populationModel(new PopulationModel.Builder().populationSize(populationSize).build())
            .selectionOperator(
                new GeneticSelectionOperator.Builder()
                    .randomGenerator(random)
                    .crossoverOperator(
                        new UniformCrossover.Builder()
                            .randomGenerator(random)
                            .parentSelection(new CopiedParents(random))
                            .build())
                    .mutationOperator(
                        new RandomMutationOperator.Builder()
                            .mutationRate(mutationRate)
                            .randomGenerator(random)
                            .build())
                    .build())
            .build();
    generator.setRngSeed(seed);
    return generator;
  }

  /**
   * Tree-structured Parzen estimators.
   *
   * @param first the point of trial 0, if it is known what to begin with
   */
  public static CandidateGenerator tpe(
      SearchSpace space,
      List<Objective> objectives,
      TpeGenerator.Settings settings,
      Optional<double[]> first,
      long seed) {
    return new TpeGenerator(space, objectives, settings, first, seed);
  }
}
