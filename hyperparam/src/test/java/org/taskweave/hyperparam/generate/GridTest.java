package org.taskweave.hyperparam.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.space.SearchSpace;

class GridTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyCombinationComesOnce(boolean shuffled) {
    SearchSpace space =
        new SearchSpace(
            List.of(
                Dimension.uniform("dropout", 0, 1),
                Dimension.choice("optimizer", List.of("a", "b")),
                Dimension.integer("layers", 5, 6)),
            List.of());
    CandidateGenerator grid = Generators.grid(space, 3, shuffled, 1);
    List<String> seen = new ArrayList<>();
    while (grid.hasMoreCandidates()) {
      seen.add(grid.getCandidate().getValue().toString());
    }
    assertEquals(3 * 2 * 2, seen.size());
    assertEquals(3 * 2 * 2, new HashSet<>(seen).size());
    assertEquals(1, seen.stream().filter("{dropout=0.5, optimizer=b, layers=6}"::equals).count());
    assertFalse(grid.hasMoreCandidates());
  }
}
