package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.run.KnownOptimum;

/** TPE finds the known optimum better than chance, through Arbiter's interface alone. */
class TpeAgainstRandomTest {

  private static final int SEEDS = 20;
  private static final int TRIALS = 60;

  /** Of 20 fair coins, 15 or more fall on one side with probability 0.021. */
  private static final int SIGNIFICANT = 15;

  @Test
  void tpeBeatsRandomInASignTest() {
    int wins = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double random = best(Generators.random(KnownOptimum.space(), seed));
      double tpe =
          best(
              Generators.tpe(
                  KnownOptimum.space(),
                  KnownOptimum.OBJECTIVE,
                  new TpeGenerator.Settings(10, 24, 0.1),
                  Optional.empty(),
                  seed));
      wins += tpe < random ? 1 : 0;
    }
    assertTrue(wins >= SIGNIFICANT, "TPE won " + wins + " of " + SEEDS);
  }

  @SuppressWarnings("unchecked")
  private static double best(CandidateGenerator generator) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIALS; i++) {
      Candidate<Map<String, Object>> candidate = generator.getCandidate();
      double loss = KnownOptimum.loss(candidate.getValue());
      generator.reportResults(new OptimizationResult(candidate, loss, i, null, null, null));
      best = Math.min(best, loss);
    }
    return best;
  }
}
