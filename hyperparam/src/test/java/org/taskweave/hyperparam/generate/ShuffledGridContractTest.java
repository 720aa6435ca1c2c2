package org.taskweave.hyperparam.generate;

import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.taskweave.hyperparam.run.KnownOptimum;

class ShuffledGridContractTest extends GeneratorContract {
  @Override
  CandidateGenerator generator(long seed) {
    return Generators.grid(KnownOptimum.space(), 3, true, seed);
  }
}
