package org.taskweave.hyperparam.generate;

import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;

/**
 * Two parents at random, as copies: Arbiter's mutation changes genes in place, which would change
 * parents that are passed on without a crossover, and their trials with them.
 */
final class CopiedParents extends RandomTwoParentSelection {

  CopiedParents(RandomGenerator random) {
    super(random);
  }

  @Override
  public double[][] selectParents() {
    double[][] parents = super.selectParents();
    return new double[][] {parents[0].clone(), parents[1].clone()};
  }
}
