package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.run.KnownOptimum;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.trial.TrialState;

class TpeContractTest extends GeneratorContract {
  @Override
  CandidateGenerator generator(long seed) {
    return Generators.tpe(
        KnownOptimum.space(),
        KnownOptimum.OBJECTIVE,
        new TpeGenerator.Settings(5, 24, 0.2),
        Optional.empty(),
        seed);
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

  /** Of the five first points, each fifth of each dimension holds one. */
  @Test
  void theStartIsALatinHypercube() {
    List<double[]> start = start(generator(7), 5);
    for (int d = 0; d < 5; d++) {
      int dimension = d;
      assertEquals(
          List.of(0, 1, 2, 3, 4),
          start.stream().map(point -> (int) (point[dimension] * 5)).sorted().toList());
    }
  }

  /** No coordinate of one seed's start comes again in the next seed's. */
  @Test
  void theStartsOfNeighbouringSeedsDiffer() {
    List<Double> one = coordinates(start(generator(7), 5));
    List<Double> next = coordinates(start(generator(8), 5));
    assertTrue(Collections.disjoint(one, next), () -> one + " " + next);
  }

  @Test
  void itBeginsWhereItIsTold() {
    SearchSpace space = KnownOptimum.space();
    Map<String, String> values =
        Map.of("weight", "1", "rate", "0.5", "dropout", "0.2", "layers", "4", "optimizer", "c");
    double[] first = space.point(path -> Optional.of(values.get(path))).orElseThrow();
    CandidateGenerator generator =
        Generators.tpe(
            space,
            KnownOptimum.OBJECTIVE,
            new TpeGenerator.Settings(5, 24, 0.2),
            Optional.of(first),
            7);
    // A rate above the range is its upper end.
    assertEquals(
        Map.of("weight", 1.0, "rate", 0.1, "dropout", 0.2, "layers", 4, "optimizer", "c"),
        next(generator).getValue());
    assertEquals(
        List.of(0, 1, 2, 3),
        start(generator, 4).stream().map(point -> (int) (point[1] * 4)).sorted().toList());
    assertEquals(
        Optional.empty(),
        space.point(path -> Optional.of(path.equals("optimizer") ? "sgd" : values.get(path))));
  }

  private static List<double[]> start(CandidateGenerator generator, int points) {
    List<double[]> start = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      start.add(next(generator).getFlatParameters());
    }
    return start;
  }

  private static List<Double> coordinates(List<double[]> points) {
    return points.stream().flatMap(point -> Arrays.stream(point).boxed()).toList();
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
