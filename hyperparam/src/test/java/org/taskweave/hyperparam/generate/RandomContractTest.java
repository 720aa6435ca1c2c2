package org.taskweave.hyperparam.generate;

import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.taskweave.hyperparam.run.KnownOptimum;

class RandomContractTest extends GeneratorContract {
  @Override
  CandidateGenerator generator(long seed) {
    return Generators.random(KnownOptimum.space(), seed);
  }
}
