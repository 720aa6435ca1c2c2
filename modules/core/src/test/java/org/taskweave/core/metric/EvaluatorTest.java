package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;

class EvaluatorTest {
  private static final double NAN = Double.NaN;
  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final LabelRule LABEL = new LabelRule.Given("label");
  private static final TaskSpec BINARY =
      new BinaryTask("buys", LABEL, 1, HEAD, Optional.empty(), 1);
  private static final TaskSpec REGRESSION =
      new RegressionTask("spend", LABEL, 1, HEAD, Optional.empty());
  private static final TaskSpec MULTICLASS =
      new MulticlassTask(
          "band", LABEL, 1, HEAD, Optional.empty(), List.of("a", "b", "c"), List.of());
  private static final TaskSpec MULTILABEL =
      new MultilabelTask("topics", LABEL, 1, HEAD, Optional.empty(), List.of("a", "b"), List.of());
  private static final TaskSpec TAGGING =
      new TokenTaggingTask("tags", LABEL, 1, HEAD, Optional.empty(), List.of("B", "O"), List.of());
  private final Evaluator evaluator = new Evaluator(new Bootstrap(50, 1));

  private static double[] of(double... values) {
    return values;
  }

  private static Evaluator.Predictions withFloor(double[] labels, double[] scores, double[] floor) {
    return new Evaluator.Predictions(labels, scores, Optional.of(floor), Optional.empty());
  }

  @Test
  void binaryBesideThePriorAndARanking() {
    TrivialPredictor prior = BINARY.trivial(of(1, 0, 0, 0, NAN));
    TaskEvaluation result =
        evaluator.evaluate(
            BINARY,
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
            REGRESSION, withFloor(of(1, 3), of(1, 2), of(NAN, 3)), REGRESSION.trivial(of(2, 4)));
    assertEquals(Math.sqrt(.5), result.primary().value(), 1e-12);
    assertEquals(Math.sqrt(2), result.primary().trivialBaseline(), 1e-12);
    assertEquals(1, result.metric("mae").floor().orElseThrow(), 1e-12);
    assertEquals(Optional.empty(), result.report());
  }

  @Test
  void multiclassBesideTheMajority() {
    TrivialPredictor shares = MULTICLASS.trivial(of(1, 1, 0, 2));
    assertEquals(1, shares.majority());
    TaskEvaluation result =
        evaluator.evaluate(
            MULTICLASS,
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
            Evaluator.Predictions.of(of(1, 0, NAN, NAN, 0, 1), of(.9, .1, .5, .5, .2, .7)),
            MULTILABEL.trivial(of(1, 0, 1, 1)));
    assertEquals(1, sets.primary().value());
    // Rates 1 and .5: both predicted in both rows, one of two right each: F1 2/3 twice.
    assertEquals(2.0 / 3, sets.primary().trivialBaseline(), 1e-12);
    assertEquals(2, sets.primary().labelCount());
    TaskEvaluation tags =
        evaluator.evaluate(
            TAGGING,
            Evaluator.Predictions.of(of(0, NAN, 1), of(.9, .1, .5, .5, .2, .8)),
            TAGGING.trivial(of(1, 1, 0)));
    assertEquals("macroF1", tags.primaryMetric());
    assertEquals(1, tags.primary().value());
    assertEquals(1.0 / 3, tags.primary().trivialBaseline(), 1e-12);
  }

  @Test
  void withoutLabelsEverythingIsNaN() {
    TaskEvaluation result =
        evaluator.evaluate(
            BINARY, Evaluator.Predictions.of(of(NAN), of(.5)), new TrivialPredictor(of(.5)));
    assertEquals(NAN, result.primary().value());
    assertEquals(0, result.primary().labelCount());
    assertEquals(
        "no training label is known",
        assertThrows(IllegalArgumentException.class, () -> BINARY.trivial(of(NAN))).getMessage());
  }
}
