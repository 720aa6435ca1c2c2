package org.taskweave.hyperparam.generate;

import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.taskweave.hyperparam.run.KnownOptimum;

class GeneticContractTest extends GeneratorContract {
  @Override
  CandidateGenerator generator(long seed) {
    return Generators.genetic(KnownOptimum.space(), 8, 0.1, seed);
  }
}
