package org.taskweave.hyperparam.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.taskweave.hyperparam.space.SearchSpace;

/**
 * The combinations of Arbiter's grid in an order that follows the seed, which Arbiter's does not.
 */
final class ShuffledGrid extends BaseCandidateGenerator<Map<String, Object>> {

  private final SearchSpace space;
  private final List<double[]> points = new ArrayList<>();

  ShuffledGrid(SearchSpace space, int pointsPerNumber, long seed) {
    super(space, null, false);
    this.space = space;
    var grid =
        new GridSearchCandidateGenerator(
            space, pointsPerNumber, GridSearchCandidateGenerator.Mode.Sequential, null);
    while (grid.hasMoreCandidates()) {
      points.add(grid.getCandidate().getFlatParameters());
    }
    Collections.shuffle(points, new Random(seed));
  }

  @Override
  public boolean hasMoreCandidates() {
    return getCandidateCounter().get() < points.size();
  }

  @Override
  public Candidate<Map<String, Object>> getCandidate() {
    int number = getCandidateCounter().getAndIncrement();
    double[] unit = points.get(number);
    return new Candidate<>(space.getValue(unit), number, unit);
  }

  @Override
  public Class<?> getCandidateType() {
    return Map.class;
  }
}
