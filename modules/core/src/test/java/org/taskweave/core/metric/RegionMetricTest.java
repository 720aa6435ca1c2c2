package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.calibration.Region;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.core.task.TaskSpec;

class RegionMetricTest {

  private static final TrivialPredictor TEN = new TrivialPredictor(new double[] {10});

  private static TaskSpec spend() {
    return RecipeReader.parse(RECIPE, "recipe.yaml", List.of()).tasks().get(0);
  }

  private static final String RECIPE =
      """
      data: {files: [log.csv], columns: {user: user, item: item, timestamp: time, action: action,
        attributes: [amount]}}
      examples: {cuts: {train: [2020-01-01], dev: [2020-02-01], test: [2020-04-01]}}
      tasks:
        spend: {kind: regression, label: {value: {attribute: amount, over: nextBasket}}}
      """;

  @Test
  void regionsAreMeasuredBesideOnesThatAreAllTheSame() {
    // Dev: the model is off by 1, 2, 3; the constant 10 by 4, 0, 6. With n = 3 a coverage of .5
    // wants the ceil(4 * .5) = 2nd distance: 2 and 4.
    ConformalFit fit =
        ConformalFit.of(
            Nonconformity.residual(),
            new double[] {14, 10, 4},
            new double[] {13, 12, 7},
            new double[] {10});
    assertEquals(2, fit.ofModel().distance(.5));
    assertEquals(4, fit.ofTrivial().distance(.5));
    // Test: 9 lies in 8 to 12, 20 not in 15 to 19, 5 in 3 to 7; in 6 to 14 lies only 9. One label
    // is missing.
    Evaluator.Predictions test =
        new Evaluator.Predictions(
            new double[] {9, 20, Double.NaN, 5},
            new double[] {10, 17, 0, 5},
            Optional.empty(),
            Optional.of(new int[] {0, 1, 2, 3}));
    List<MetricResult> measured =
        new Evaluator(new Bootstrap(50, 1))
            .evaluate(spend(), test, TEN, Nonconformity.residual(), .5, fit);
    assertEquals(
        List.of("covered@0.5", "regionSize@0.5"),
        measured.stream().map(MetricResult::name).toList());
    assertEquals(2 / 3., measured.get(0).value(), 1e-12);
    assertEquals(1 / 3., measured.get(0).trivialBaseline(), 1e-12);
    assertEquals(4, measured.get(1).value(), 1e-12);
    assertEquals(8, measured.get(1).trivialBaseline(), 1e-12);
    assertEquals(3, measured.get(1).labelCount());
    assertTrue(measured.get(0).intervalLow() < measured.get(0).intervalHigh());
  }

  @Test
  void aModelThatKnowsSomethingHasNarrowerRegionsOfTheSameCoverage() {
    Random random = new Random(4);
    int dev = 2000;
    double[] labels = new double[12_000];
    double[] scores = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      scores[i] = 10 + 2 * random.nextGaussian();
      labels[i] = scores[i] + random.nextGaussian();
    }
    ConformalFit fit =
        ConformalFit.of(
            Nonconformity.residual(),
            Arrays.copyOf(labels, dev),
            Arrays.copyOf(scores, dev),
            new double[] {10});
    List<MetricResult> measured =
        new Evaluator(new Bootstrap(0, 1))
            .evaluate(
                spend(),
                Evaluator.Predictions.of(
                    Arrays.copyOfRange(labels, dev, labels.length),
                    Arrays.copyOfRange(scores, dev, labels.length)),
                TEN,
                Nonconformity.residual(),
                .9,
                fit);
    // Three deviations of the coverage that 2,000 labels give: 3 sqrt(.09 / 2000) = .02.
    assertEquals(.9, measured.get(0).value(), .025);
    assertEquals(.9, measured.get(0).trivialBaseline(), .025);
    // 2 * 1.645 wide, for deviations of 1 and of sqrt(5).
    assertEquals(3.29, measured.get(1).value(), .2);
    assertEquals(3.29 * Math.sqrt(5), measured.get(1).trivialBaseline(), .45);
  }

  @Test
  void aClassThatIsCalledAsTheColumnIsRefused() {
    TaskPrediction said =
        new TaskPrediction.Covered(
            new TaskPrediction.Classes(Map.of("classes", 1.)),
            new Region.Classes(List.of(0), List.of("classes")));
    String message = assertThrows(InvalidInputException.class, said::columns).getMessage();
    assertTrue(message.contains("a class is called \"classes\""), message);
  }
}
