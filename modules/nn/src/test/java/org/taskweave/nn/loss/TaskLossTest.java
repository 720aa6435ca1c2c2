package org.taskweave.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Hand-worked losses; their gradients are checked in GradientsTest through the whole model. */
class TaskLossTest {

  private static INDArray column(double... values) {
    return Nd4j.createFromArray(values).reshape(values.length, 1);
  }

  @Test
  void binaryIsTheMeanOverKnownLabelsTimesTheWeight() {
    // Rows: -log(1/2) = log 2; masked; label 0 at logit log 3 (p = 3/4): -log(1/4) = log 4.
    INDArray logits = column(0, 5, Math.log(3));
    INDArray labels = column(1, 0, 0);
    INDArray mask = column(1, 0, 1);
    BinaryLoss loss = new BinaryLoss(2, 1);
    assertEquals(
        2 * (Math.log(2) + Math.log(4)) / 2,
        loss.computeScore(labels, logits, null, mask, false),
        1e-12);
    assertArrayEquals(
        new double[] {-0.5, 0, 0.75},
        loss.computeGradient(labels, logits, null, mask).toDoubleVector(),
        1e-12);
  }

  @Test
  void positivesWeighMore() {
    BinaryLoss loss = new BinaryLoss(1, 3);
    assertEquals(
        (3 * Math.log(2) + Math.log(2)) / 2,
        loss.computeScore(column(1, 0), column(0, 0), null, null, false),
        1e-12);
  }

  @Test
  void extremeLogitsStayFinite() {
    BinaryLoss loss = new BinaryLoss(1, 1);
    assertEquals(1000, loss.computeScore(column(1), column(-1000), null, null, false), 1e-9);
    assertEquals(0, loss.computeScore(column(1), column(1000), null, null, false), 1e-9);
    INDArray huge = Nd4j.createFromArray(new double[][] {{1000, 0}});
    INDArray second = Nd4j.createFromArray(new double[][] {{0, 1}});
    assertEquals(1000, new MulticlassLoss(1).computeScore(second, huge, null, null, false), 1e-9);
  }

  @Test
  void multiclassWeighsClasses() {
    // Softmax of (log 2, 0, 0) is (1/2, 1/4, 1/4).
    INDArray logits = Nd4j.createFromArray(new double[][] {{Math.log(2), 0, 0}});
    INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1, 0}});
    MulticlassLoss loss = new MulticlassLoss(1, 1, 0.5, 1);
    assertEquals(0.5 * Math.log(4), loss.computeScore(labels, logits, null, null, false), 1e-12);
    assertArrayEquals(
        new double[] {0.25, -0.375, 0.125},
        loss.computeGradient(labels, logits, null, null).toDoubleVector(),
        1e-12);
  }

  @Test
  void multilabelIsTheMeanOverClasses() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{0, Math.log(3)}});
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0}});
    MultilabelLoss loss = new MultilabelLoss(1, 2, 1);
    assertEquals(
        (2 * Math.log(2) + Math.log(4)) / 2,
        loss.computeScore(labels, logits, null, null, false),
        1e-12);
    assertArrayEquals(
        new double[] {-0.5, 0.375},
        loss.computeGradient(labels, logits, null, null).toDoubleVector(),
        1e-12);
  }

  @Test
  void squaredError() {
    SquaredErrorLoss loss = new SquaredErrorLoss(0.5);
    assertEquals(
        0.5 * (4 + 1) / 2,
        loss.computeScore(column(1, 2, 9), column(3, 1, 0), null, column(1, 1, 0), false),
        1e-12);
    assertArrayEquals(
        new double[] {1, -0.5, 0},
        loss.computeGradient(column(1, 2, 9), column(3, 1, 0), null, column(1, 1, 0))
            .toDoubleVector(),
        1e-12);
  }

  @Test
  void aFullyMaskedBatchAddsNothing() {
    SquaredErrorLoss loss = new SquaredErrorLoss(1);
    INDArray mask = column(0, 0);
    assertEquals(0, loss.computeScore(column(7, 2), column(3, 1), null, mask, false));
    assertArrayEquals(
        new double[] {0, 0},
        loss.computeGradient(column(7, 2), column(3, 1), null, mask).toDoubleVector());
  }

  @Test
  void badWeightsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SquaredErrorLoss(-1));
    assertThrows(IllegalArgumentException.class, () -> new BinaryLoss(1, 0));
  }
}
