package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.run.KnownOptimum;
import org.taskweave.hyperparam.trial.TrialState;

class TpeContractTest extends GeneratorContract {
  @Override
  CandidateGenerator generator(long seed) {
    return Generators.tpe(
        KnownOptimum.space(), KnownOptimum.OBJECTIVE, new TpeGenerator.Settings(5, 24, 0.2), seed);
  }

  /** So that a resumed study goes on as it would have. */
  @Test
  void theOrderOfReportsDoesNotMatter() {
    CandidateGenerator forward = generator(2);
    CandidateGenerator backward = generator(2);
    List<OptimizationResult> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Candidate<Map<String, Object>> candidate = next(forward);
      next(backward);
      results.add(result(candidate, i, TrialState.COMPLETE));
    }
    results.forEach(forward::reportResults);
    Collections.reverse(results);
    results.forEach(backward::reportResults);
    assertArrayEquals(next(forward).getFlatParameters(), next(backward).getFlatParameters());
  }

  @Test
  void itStaysAwayFromWhereTrialsFail() {
    CandidateGenerator generator = generator(4);
    int low = 0;
    for (int i = 0; i < 60; i++) {
      Candidate<Map<String, Object>> candidate = next(generator);
      boolean high = candidate.getFlatParameters()[1] > 0.5;
      low += i >= 30 && !high ? 1 : 0;
      generator.reportResults(result(candidate, i, high ? TrialState.FAILED : TrialState.COMPLETE));
    }
    // By chance 22 or more of 30 would be there with probability 0.008.
    assertTrue(low >= 22, "only " + low + " of 30 were below the rate where trainings fail");
  }
}
