package org.taskweave.hyperparam.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

class ImportanceTest {

  /** Scores 1, 3 in bin 0 and 5, 7 in bin 1: mean 4, whole 9+1+1+9 = 20, between 2*4 + 2*4 = 16. */
  @Test
  void theShareIsTheVarianceBetweenBins() {
    assertEquals(0.8, Importance.share(new int[] {0, 0, 1, 1}, List.of(1.0, 3.0, 5.0, 7.0)), 1e-12);
  }

  @Test
  void whatMattersIsToldFromWhatDoesNot() {
    List<Dimension> dimensions =
        List.of(Dimension.uniform("noise", 0, 1), Dimension.uniform("matters", 0, 1));
    Random random = new Random(2);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] unit = {random.nextDouble(), random.nextDouble()};
      trials.add(complete(i, unit, unit[1] + 0.1 * random.nextGaussian()));
    }
    List<Importance> importance = Importance.of(dimensions, trials);
    assertEquals("matters", importance.get(0).path());
    assertTrue(importance.get(0).share() > 0.7, importance::toString);
    assertTrue(importance.get(0).share() > importance.get(0).chance(), importance::toString);
    assertTrue(importance.get(1).share() < importance.get(1).chance(), importance::toString);
  }

  @Test
  void nothingIsSaidOfFewTrials() {
    List<Trial> few = new ArrayList<>();
    for (int i = 0; i < Importance.FEWEST - 1; i++) {
      few.add(complete(i, new double[] {i / 10.0}, i));
    }
    assertEquals(List.of(), Importance.of(List.of(Dimension.uniform("x", 0, 1)), few));
  }

  private static Trial complete(int number, double[] unit, double score) {
    return new Trial(
        number,
        TrialState.COMPLETE,
        1,
        unit,
        Map.of(),
        List.of(score),
        List.of(Double.NaN),
        score,
        1,
        1,
        Optional.empty(),
        number,
        1,
        number);
  }
}
