package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.run.KnownOptimum;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/** What a study asks of any generator; a test of one extends this. */
abstract class GeneratorContract {

  private static final int TRIALS = 30;

  /** A generator of {@link KnownOptimum}'s space. */
  abstract CandidateGenerator generator(long seed);

  @Test
  void valuesLieInTheSpaceAndFitTheirPoint() {
    for (Candidate<Map<String, Object>> candidate : run(generator(1), TRIALS)) {
      Map<String, Object> values = candidate.getValue();
      assertEquals(List.of("weight", "rate", "dropout", "layers", "optimizer"), paths(values));
      assertTrue(within((Double) values.get("weight"), 0.01, 100), values::toString);
      assertTrue(within((Double) values.get("rate"), 1e-5, 1e-1), values::toString);
      assertTrue(within((Double) values.get("dropout"), 0, 0.8), values::toString);
      assertTrue(within((Integer) values.get("layers"), 0, 6), values::toString);
      assertTrue(List.of("a", "b", "c").contains(values.get("optimizer")), values::toString);
      assertEquals(KnownOptimum.space().getValue(candidate.getFlatParameters()), values);
    }
  }

  private static List<String> paths(Map<String, Object> values) {
    return List.copyOf(values.keySet());
  }

  private static boolean within(double value, double low, double high) {
    return value >= low && value <= high;
  }

  @Test
  void aSeedRepeats() {
    assertEquals(points(generator(3)), points(generator(3)));
  }

  @Test
  void candidatesDiffer() {
    List<String> points = points(generator(3));
    assertTrue(points.stream().distinct().count() > TRIALS / 2, points::toString);
  }

  @Test
  void failedAndPrunedTrialsDoNotStopIt() {
    CandidateGenerator generator = generator(5);
    for (int i = 0; i < TRIALS; i++) {
      Candidate<Map<String, Object>> candidate = next(generator);
      TrialState state =
          List.of(TrialState.FAILED, TrialState.PRUNED, TrialState.COMPLETE).get(i % 3);
      generator.reportResults(result(candidate, i, state));
    }
    assertTrue(generator.hasMoreCandidates());
  }

  @Test
  void oneThatOnlyEverFailsDoesNotStopIt() {
    CandidateGenerator generator = generator(5);
    for (int i = 0; i < TRIALS; i++) {
      generator.reportResults(result(next(generator), i, TrialState.FAILED));
    }
    assertTrue(generator.hasMoreCandidates());
    double[] point = next(generator).getFlatParameters();
    assertArrayEquals(point, Arrays.stream(point).map(u -> Math.min(1, Math.max(0, u))).toArray());
  }

  @Test
  void candidatesMayBeAskedForAheadOfReports() {
    CandidateGenerator generator = generator(9);
    List<Candidate<Map<String, Object>>> open = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      open.add(next(generator));
      if (open.size() == 3) {
        Candidate<Map<String, Object>> done = open.remove(1);
        generator.reportResults(result(done, done.getIndex(), TrialState.COMPLETE));
      }
    }
    assertFalse(open.isEmpty());
    assertTrue(generator.hasMoreCandidates());
  }

  private List<String> points(CandidateGenerator generator) {
    return run(generator, TRIALS).stream()
        .map(candidate -> Arrays.toString(candidate.getFlatParameters()))
        .toList();
  }

  private static List<Candidate<Map<String, Object>>> run(
      CandidateGenerator generator, int trials) {
    List<Candidate<Map<String, Object>>> candidates = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      assertTrue(generator.hasMoreCandidates());
      Candidate<Map<String, Object>> candidate = next(generator);
      candidates.add(candidate);
      generator.reportResults(result(candidate, i, TrialState.COMPLETE));
    }
    return candidates;
  }

  @SuppressWarnings("unchecked")
  static Candidate<Map<String, Object>> next(CandidateGenerator generator) {
    return generator.getCandidate();
  }

  /** A trial that ended, with the loss of its values unless it failed. */
  static OptimizationResult result(
      Candidate<Map<String, Object>> candidate, int number, TrialState state) {
    double loss = KnownOptimum.loss(candidate.getValue());
    boolean failed = state == TrialState.FAILED;
    Trial trial =
        new Trial(
            number,
            state,
            1,
            candidate.getFlatParameters(),
            candidate.getValue(),
            failed ? List.of() : List.of(loss),
            failed ? List.of() : List.of(Double.NaN),
            failed ? Double.NaN : -loss,
            3,
            1,
            failed ? Optional.of("broken") : Optional.empty(),
            number,
            1,
            number);
    Double score = state == TrialState.COMPLETE ? (Double) (-loss) : null;
    return new OptimizationResult(candidate, score, number, trial, null, null);
  }
}
