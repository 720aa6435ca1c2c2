package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

class EvaluatorTest {
  private static final double NAN = Double.NaN;
  private static final HeadSpec HEAD = new HeadSpec(0, 0, 0, Optional.empty());
  private static final LabelRule LABEL = new LabelRule.Given("label");
  private static final TaskSpec BINARY =
      new TaskSpec.Binary("buys", LABEL, 1, HEAD, Optional.empty(), 1);
  private static final TaskSpec REGRESSION =
      new TaskSpec.Regression("spend", LABEL, 1, HEAD, Optional.empty());
  private static final TaskSpec MULTICLASS =
      new TaskSpec.Multiclass("band", LABEL, 1, HEAD, Optional.empty(), List.of(), List.of());
  private static final TaskSpec MULTILABEL =
      new TaskSpec.Multilabel("topics", LABEL, 1, HEAD, Optional.empty(), List.of(), List.of());
  private static final TaskSpec TAGGING =
      new TaskSpec.TokenTagging("tags", LABEL, 1, HEAD, Optional.empty(), List.of(), List.of());
  private final Evaluator evaluator = new Evaluator(new Bootstrap(50, 1));

  private static double[] of(double... values) {
    return values;
  }

  private static Evaluator.Predictions withFloor(double[] labels, double[] scores, double[] floor) {
    return new Evaluator.Predictions(labels, scores, Optional.of(floor), Optional.empty());
  }

  @Test
  void binaryBesideThePriorAndARanking() {
    TrivialPredictor prior = TrivialPredictor.of(BINARY, of(1, 0, 0, 0, NAN), 0);
    TaskEvaluation result =
        evaluator.evaluate(
            BINARY,
            List.of(),
            withFloor(of(1, 0, NAN, 1, 0), of(.9, .2, .5, .8, .1), of(NAN, 2, 9, 5, 1)),
            prior);
    assertEquals("auc", result.primaryMetric());
    MetricResult auc = result.primary();
    assertEquals(1, auc.value());
    assertEquals(.5, auc.trivialBaseline());
    assertEquals(4, auc.labelCount());
    assertEquals(1, auc.skill());
    // NaN ranks lowest: the first positive below both negatives, the second above both.
    assertEquals(OptionalDouble.of(.5), auc.floor());
    assertEquals(.5, result.metric("prAuc").trivialBaseline());
    assertEquals(
        -(Math.log(.25) + Math.log(.75)) / 2, result.metric("logLoss").trivialBaseline(), 1e-12);
    assertEquals(.25, result.metric("calibrationError").trivialBaseline(), 1e-12);
    assertEquals(OptionalDouble.empty(), result.metric("logLoss").floor());
    assertEquals(2, result.report().orElseThrow().rows().get(1).support());
  }

  @Test
  void regressionBesideTheMean() {
    TaskEvaluation result =
        evaluator.evaluate(
            REGRESSION,
            List.of(),
            withFloor(of(1, 3), of(1, 2), of(NAN, 3)),
            TrivialPredictor.of(REGRESSION, of(2, 4), 0));
    assertEquals(Math.sqrt(.5), result.primary().value(), 1e-12);
    assertEquals(Math.sqrt(2), result.primary().trivialBaseline(), 1e-12);
    assertEquals(1, result.metric("mae").floor().orElseThrow(), 1e-12);
    assertEquals(Optional.empty(), result.report());
  }

  @Test
  void multiclassBesideTheMajority() {
    TrivialPredictor shares = TrivialPredictor.of(MULTICLASS, of(1, 1, 0, 2), 3);
    assertEquals(1, shares.majority());
    TaskEvaluation result =
        evaluator.evaluate(
            MULTICLASS,
            List.of("a", "b", "c"),
            withFloor(of(0, 1, 1, 2), of(1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1), of(0, -1, 2, 2)),
            shares);
    assertEquals(.75, result.primary().value());
    assertEquals(.5, result.primary().trivialBaseline());
    assertEquals(OptionalDouble.of(.75), result.primary().floor());
    assertEquals(OptionalDouble.empty(), result.metric("logLoss").floor());
  }

  @Test
  void multilabelAndTagging() {
    TaskEvaluation sets =
        evaluator.evaluate(
            MULTILABEL,
            List.of("a", "b"),
            Evaluator.Predictions.of(of(1, 0, NAN, NAN, 0, 1), of(.9, .1, .5, .5, .2, .7)),
            TrivialPredictor.of(MULTILABEL, of(1, 0, 1, 1), 2));
    assertEquals(1, sets.primary().value());
    // Rates 1 and .5: both predicted in both rows, one of two right each: F1 2/3 twice.
    assertEquals(2.0 / 3, sets.primary().trivialBaseline(), 1e-12);
    assertEquals(2, sets.primary().labelCount());
    TaskEvaluation tags =
        evaluator.evaluate(
            TAGGING,
            List.of("B", "O"),
            Evaluator.Predictions.of(of(0, NAN, 1), of(.9, .1, .5, .5, .2, .8)),
            TrivialPredictor.of(TAGGING, of(1, 1, 0), 2));
    assertEquals("macroF1", tags.primaryMetric());
    assertEquals(1, tags.primary().value());
    assertEquals(1.0 / 3, tags.primary().trivialBaseline(), 1e-12);
  }

  @Test
  void withoutLabelsEverythingIsNaN() {
    TaskEvaluation result =
        evaluator.evaluate(
            BINARY,
            List.of(),
            Evaluator.Predictions.of(of(NAN), of(.5)),
            new TrivialPredictor(of(.5)));
    assertEquals(NAN, result.primary().value());
    assertEquals(0, result.primary().labelCount());
    assertEquals(
        "task \"buys\" has no known training label",
        assertThrows(IllegalArgumentException.class, () -> TrivialPredictor.of(BINARY, of(NAN), 0))
            .getMessage());
  }
}
