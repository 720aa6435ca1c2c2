package org.taskweave.nn.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;

/** Hand-worked losses and output functions of heads. */
class HeadValuesTest {

  private static final double LOG2 = Math.log(2);
  private static final double LOG3 = Math.log(3);

  private static INDArray row(double... values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  private static double loss(TaskLoss loss, INDArray label, INDArray logits) {
    return loss.computeScore(label, logits, null, null, false);
  }

  private static void assertGradient(TaskLoss loss, INDArray label, INDArray logits) {
    double[] gradient = loss.computeGradient(label, logits, null, null).toDoubleVector();
    double[] differences = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      INDArray up = logits.dup();
      up.putScalar(0, i, up.getDouble(0, i) + 1e-6);
      INDArray down = logits.dup();
      down.putScalar(0, i, down.getDouble(0, i) - 1e-6);
      differences[i] = (loss(loss, label, up) - loss(loss, label, down)) / 2e-6;
    }
    assertArrayEquals(differences, gradient, 1e-7);
  }

  private static double[] output(OutputFunction function, double... logits) {
    return function.getActivation(row(logits), false).toDoubleVector();
  }

  /** Expected 2, came 3: 2 - 3 log 2 - 3 + 3 log 3. Nothing came: 2. */
  @Test
  void poisson() {
    TaskLoss loss = new CountHead.PoissonLoss(1);
    assertEquals(-1 - 3 * LOG2 + 3 * LOG3, loss(loss, row(3), row(LOG2)), 1e-12);
    assertEquals(2, loss(loss, row(0), row(LOG2)), 1e-12);
    assertEquals(0, loss(loss, row(4), row(Math.log(4))), 1e-12);
    assertGradient(loss, row(3), row(0.3));
    assertArrayEquals(new double[] {3}, output(new CountHead.Exponential(), LOG3), 1e-12);
  }

  /** Thresholds 0 and log 3, as softplus(log 2) = log 3: P(<= 0) = 1/2, P(<= 1) = 3/4. */
  @Test
  void cumulativeLogits() {
    TaskLoss loss = new OrdinalHead.CumulativeLogitLoss(1);
    INDArray logits = row(0, LOG2);
    assertEquals(LOG2, loss(loss, row(0), logits), 1e-12);
    assertEquals(2 * LOG2, loss(loss, row(1), logits), 1e-12);
    assertEquals(2 * LOG2, loss(loss, row(2), logits), 1e-12);
    assertArrayEquals(
        new double[] {.5, .25, .25},
        output(new OrdinalHead.ClassesBetweenThresholds(3), 0, LOG2),
        1e-12);
    for (int label = 0; label < 5; label++) {
      assertGradient(loss, row(label), row(0.2, -0.7, 1.1, 0.4));
    }
  }

  /** Hazards 1/2, 1/2, 3/4: seen in the second bin; lost after the first; survived all. */
  @Test
  void hazards() {
    TaskLoss loss = new TimeToEventHead.HazardLoss(1);
    INDArray logits = row(0, 0, LOG3);
    assertEquals(2 * LOG2, loss(loss, row(1, 1), logits), 1e-12);
    assertEquals(LOG2, loss(loss, row(1, 0), logits), 1e-12);
    assertEquals(4 * LOG2, loss(loss, row(3, 0), logits), 1e-12);
    assertEquals(0, loss(loss, row(0, 0), logits), 1e-12);
    assertArrayEquals(
        new double[] {.5, .75, .9375},
        output(new TimeToEventHead.ComeBefore(3), 0, 0, LOG3),
        1e-12);
    assertGradient(loss, row(1, 1), row(0.3, -0.2, 0.9));
    assertGradient(loss, row(2, 0), row(0.3, -0.2, 0.9));
  }

  /** Inside delta it is the squared error; at error 3 and delta 1: 2 * 3 - 1. */
  @Test
  void huber() {
    TaskLoss loss = new RegressionHead.HuberLoss(1, 1);
    assertEquals(
        loss(new SquaredErrorLoss(1), row(1), row(1.5)), loss(loss, row(1), row(1.5)), 1e-12);
    assertEquals(5, loss(loss, row(1), row(4)), 1e-12);
    assertGradient(loss, row(1), row(1.4));
    assertGradient(loss, row(1), row(-2));
  }

  /**
   * Quantiles 1 and 1 + log 2 (softplus of 0) at levels .2, .8, label 2: (.2 * 1 + .8 (1 - log 2))
   * / 2.
   */
  @Test
  void quantiles() {
    TaskLoss loss = new RegressionHead.QuantileLoss(1, .2, .8);
    assertEquals((.2 + .8 * (1 - LOG2)) / 2, loss(loss, row(2), row(1, 0)), 1e-12);
    assertEquals((.8 + .2 * (1 + LOG2)) / 2, loss(loss, row(0), row(1, 0)), 1e-12);
    assertGradient(loss, row(2), row(1, 0));
    assertGradient(loss, row(0), row(1, 0));
    double[] ascending = output(new RegressionHead.Ascending(3), -1, -30, 2);
    assertEquals(-1, ascending[0], 1e-12);
    assertEquals(Math.log1p(Math.exp(2)), ascending[2] - ascending[1], 1e-12);
    assertEquals(true, ascending[1] > ascending[0]);
  }

  /** p = 3/4 and gamma 2: (1/4)^2 log(4/3); with gamma 0 it is cross-entropy. */
  @Test
  void focal() {
    TaskLoss binary = new BinaryHead.FocalBinaryLoss(1, 3, 2);
    assertEquals(3 * Math.log(4 / 3.0) / 16, loss(binary, row(1), row(LOG3)), 1e-12);
    assertEquals(Math.log(4) * 9 / 16, loss(binary, row(0), row(LOG3)), 1e-12);
    assertGradient(binary, row(1), row(0.7));
    assertGradient(binary, row(0), row(0.7));
    assertEquals(
        loss(new BinaryLoss(1, 3), row(1), row(0.7)),
        loss(new BinaryHead.FocalBinaryLoss(1, 3, 0), row(1), row(0.7)),
        1e-12);
    TaskLoss classes = new MulticlassHead.FocalMulticlassLoss(1, 2, 1, 5, 1);
    // Softmax of (log 2, 0, 0) is (1/2, 1/4, 1/4).
    assertEquals(LOG2 / 4, loss(classes, row(1, 0, 0), row(LOG2, 0, 0)), 1e-12);
    assertEquals(5 * Math.log(4) * 9 / 16, loss(classes, row(0, 1, 0), row(LOG2, 0, 0)), 1e-12);
    assertGradient(classes, row(0, 1, 0), row(0.3, -1, 0.8));
    assertEquals(
        loss(new MulticlassLoss(1), row(0, 1, 0), row(0.3, -1, 0.8)),
        loss(new MulticlassHead.FocalMulticlassLoss(1, 0), row(0, 1, 0), row(0.3, -1, 0.8)),
        1e-12);
  }

  @Test
  void extremeLogitsStayFinite() {
    assertEquals(1000, loss(new TimeToEventHead.HazardLoss(1), row(1, 0), row(1000, 0)), 1e-9);
    assertEquals(1000, loss(new OrdinalHead.CumulativeLogitLoss(1), row(0), row(-1000, 0)), 1e-9);
    assertEquals(0, loss(new BinaryHead.FocalBinaryLoss(1, 1, 2), row(1), row(1000)), 1e-9);
    assertArrayEquals(
        new double[] {1, 1}, output(new TimeToEventHead.ComeBefore(2), 1000, 0), 1e-12);
    assertArrayEquals(
        new double[] {1, 0, 0},
        output(new OrdinalHead.ClassesBetweenThresholds(3), 1000, 0),
        1e-12);
  }
}
