package org.taskweave.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NextItemLossTest {

  /** Softmax of the first row is (1/2, 1/4, 1/4), of the second (1/5, 1/5, 3/5). */
  private static final INDArray SCORES =
      Nd4j.createFromArray(new double[][] {{Math.log(2), 0, 0}, {0, 0, Math.log(3)}, {5, 6, 7}});

  private static final INDArray LABELS =
      Nd4j.createFromArray(new double[][] {{0, 1}, {1, 2}, {0, 0}});
  private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1}, {3}, {0}});

  @Test
  void crossEntropyOverCandidates() {
    NextItemLoss loss = new NextItemLoss(2, false);
    assertEquals(
        2 * (Math.log(2) + 3 * Math.log(5)) / 4,
        loss.computeScore(LABELS, SCORES, null, MASK, false),
        1e-12);
    // Probability less one at the true item, times the row's share of 4, times 2.
    assertArrayEquals(
        new double[] {-1 / 4.0, 1 / 8.0, 1 / 8.0, 3 / 10.0, -12 / 10.0, 9 / 10.0, 0, 0, 0},
        loss.computeGradient(LABELS, SCORES, null, MASK).dup('c').data().asDouble(),
        1e-12);
  }

  @Test
  void pairs() {
    NextItemLoss loss = new NextItemLoss(2, true);
    // Margins log 2 and -log 3: -log sigmoid is log(1 + 1/2) and log(1 + 3).
    assertEquals(
        2 * (Math.log(1.5) + 3 * Math.log(4)) / 4,
        loss.computeScore(LABELS, SCORES, null, MASK, false),
        1e-12);
    // sigmoid(-margin) is 1/3 and 3/4.
    assertArrayEquals(
        new double[] {-1 / 6.0, 1 / 6.0, 0, 0, -9 / 8.0, 9 / 8.0, 0, 0, 0},
        loss.computeGradient(LABELS, SCORES, null, MASK).dup('c').data().asDouble(),
        1e-12);
  }

  @Test
  void theTrueItemAgainstItselfTeachesNothing() {
    NextItemLoss loss = new NextItemLoss(1, true);
    INDArray same = Nd4j.createFromArray(new double[][] {{1, 1}});
    INDArray scores = SCORES.getRow(0, true).dup();
    assertEquals(Math.log(2), loss.computeScore(same, scores, null, null, false), 1e-12);
    assertEquals(0, loss.computeGradient(same, scores, null, null).amaxNumber().doubleValue());
  }

  @Test
  void singlePrecisionIsTheSame() {
    INDArray scores = Nd4j.randn(DataType.DOUBLE, 40, 300).muli(4);
    scores.getRow(3).addi(900);
    // What is outside the contrast has lost 1e9.
    scores.getColumn(7).subi(1e9);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 40, 2);
    for (int row = 0; row < 40; row++) {
      labels.putScalar(row, 0, 8 + 7 * row);
      labels.putScalar(row, 1, row % 7);
    }
    INDArray rounded = scores.castTo(DataType.FLOAT);
    for (boolean pairs : new boolean[] {false, true}) {
      NextItemLoss loss = new NextItemLoss(1, pairs);
      INDArray exact = rounded.castTo(DataType.DOUBLE);
      assertEquals(
          loss.computeScore(labels, exact, null, null, false),
          loss.computeScore(labels, rounded, null, null, false),
          1e-4);
      assertArrayEquals(
          loss.computeGradient(labels, exact, null, null).dup('c').data().asDouble(),
          loss.computeGradient(labels, rounded, null, null).dup('c').data().asDouble(),
          1e-6);
    }
  }

  @Test
  void masksAndRowWeightsInSinglePrecision() {
    INDArray scores = SCORES.castTo(DataType.FLOAT);
    INDArray labels = LABELS.castTo(DataType.FLOAT);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1}, {1}, {0}});
    NextItemLoss loss = new NextItemLoss(2, false);
    loss.weigh(Nd4j.createFromArray(new float[][] {{.5f}, {3}, {7}}));
    // Half of the first row and three times the second, of two known rows, times 2.
    assertArrayEquals(
        new double[] {-1 / 4.0, 1 / 8.0, 1 / 8.0, 3 / 5.0, -12 / 5.0, 9 / 5.0, 0, 0, 0},
        loss.computeGradient(labels, scores, null, mask).dup('c').data().asDouble(),
        1e-6);
    assertEquals(
        .5 * Math.log(2) + 3 * Math.log(5),
        loss.computeScore(labels, scores, null, mask, false),
        1e-6);
  }

  @Test
  void theScoreAfterAGradientIsOfItsOwnArrays() {
    INDArray scores = SCORES.castTo(DataType.FLOAT);
    INDArray labels = LABELS.castTo(DataType.FLOAT);
    INDArray others = Nd4j.zeros(DataType.FLOAT, 3, 3);
    NextItemLoss loss = new NextItemLoss(1, false);
    loss.computeGradient(labels, scores, null, null);
    assertEquals(Math.log(3), loss.computeScore(labels, others, null, null, false), 1e-6);
    loss.computeGradient(labels, scores, null, null);
    double first = loss.computeScore(labels, scores, null, null, false);
    scores.assign(0);
    assertEquals(
        (Math.log(2) + Math.log(5) + Math.log(1 + Math.E + Math.E * Math.E)) / 3, first, 1e-6);
    assertEquals(Math.log(3), loss.computeScore(labels, scores, null, null, false), 1e-6);
  }
}
