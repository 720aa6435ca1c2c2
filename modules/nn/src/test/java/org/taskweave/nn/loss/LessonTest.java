package org.taskweave.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LessonTest {

  /** Divergence of (1/2, 1/2) from (3/4, 1/4). */
  private static final double DIVERGENCE = .75 * Math.log(1.5) + .25 * Math.log(.5);

  private static INDArray column(double... values) {
    return Nd4j.createFromArray(values).reshape(values.length, 1);
  }

  private static Lesson lesson(
      Likeness likeness, INDArray logits, INDArray rows, INDArray labelled, double temperature) {
    return new Lesson(logits, rows, labelled, likeness, temperature, 3);
  }

  @Test
  void aListAtTemperatureTwo() {
    // Divided by 2, the teacher's logits are (log 3, 0): 3/4 and 1/4.
    INDArray teacher = Nd4j.createFromArray(new double[][] {{2 * Math.log(3), 0}, {9, 9}});
    INDArray student = Nd4j.createFromArray(new double[][] {{5, 5}, {1, 2}});
    Lesson lesson = lesson(Likeness.DISTRIBUTION, teacher, column(1, 0), column(0, 0), 2);
    assertArrayEquals(
        new double[] {4 * DIVERGENCE, 0}, lesson.rowLosses(student).toDoubleVector(), 1e-12);
    // T (p - q).
    assertArrayEquals(
        new double[] {-.5, .5, 0, 0},
        lesson.rowGradients(student).dup('c').data().asDouble(),
        1e-12);
  }

  @Test
  void aProbabilityAtTemperatureTwo() {
    Lesson lesson =
        lesson(Likeness.PROBABILITIES, column(2 * Math.log(3)), column(1), column(0), 2);
    assertEquals(4 * DIVERGENCE, lesson.rowLosses(column(0)).getDouble(0), 1e-12);
    assertEquals(-.5, lesson.rowGradients(column(0)).getDouble(0), 1e-12);
  }

  @Test
  void valuesAreComparedAsTheyAre() {
    INDArray teacher = Nd4j.createFromArray(new double[][] {{1, 2}});
    INDArray student = Nd4j.createFromArray(new double[][] {{4, 1}});
    Lesson lesson = lesson(Likeness.VALUES, teacher, column(1), column(0), 2);
    assertEquals((9 + 1) / 2.0, lesson.rowLosses(student).getDouble(0), 1e-12);
    assertArrayEquals(new double[] {3, -1}, lesson.rowGradients(student).toDoubleVector(), 1e-12);
  }

  /** Labels count where they are known, the teacher in all rows, both times the task's weight. */
  @Test
  void isAddedToTheLossOfTheLabels() {
    BinaryLoss loss = new BinaryLoss(2, 1);
    INDArray logits = column(0, 0);
    INDArray labels = column(1, 0);
    INDArray rows = column(1, 1);
    loss.teach(lesson(Likeness.PROBABILITIES, column(2 * Math.log(3), 0), rows, column(1, 0), 2));
    assertEquals(
        2 * (Math.log(2) + 3 * (4 * DIVERGENCE + 0) / 2),
        loss.computeScore(labels, logits, null, rows, false),
        1e-12);
    // 2 (p - 1) of one known label; 2 * 3 / 2 times T (p - q).
    assertArrayEquals(
        new double[] {-1 - 1.5, 0},
        loss.computeGradient(labels, logits, null, rows).toDoubleVector(),
        1e-12);
    loss.teach(null);
    assertEquals(
        2 * Math.log(2), loss.computeScore(labels, logits, null, column(1, 0), false), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Likeness.class)
  void gradientsAgreeWithCentralDifferences(Likeness likeness) {
    Nd4j.getRandom().setSeed(3);
    INDArray teacher = Nd4j.randn(DataType.DOUBLE, 3, 4).muli(3);
    INDArray student = Nd4j.randn(DataType.DOUBLE, 3, 4).muli(3);
    Lesson lesson = lesson(likeness, teacher, column(1, 0, 1), column(1, 1, 1), 1.7);
    INDArray gradients = lesson.rowGradients(student);
    double step = 1e-6;
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        double before = student.getDouble(r, c);
        student.putScalar(r, c, before + step);
        double up = lesson.rowLosses(student).sumNumber().doubleValue();
        student.putScalar(r, c, before - step);
        double down = lesson.rowLosses(student).sumNumber().doubleValue();
        student.putScalar(r, c, before);
        assertEquals((up - down) / (2 * step), gradients.getDouble(r, c), 1e-7);
      }
    }
  }

  /** Logits far apart, and items outside of a contrast, which have lost 1e9. */
  @ParameterizedTest
  @EnumSource(value = Likeness.class, names = "VALUES", mode = EnumSource.Mode.EXCLUDE)
  void extremeLogitsStayFinite(Likeness likeness) {
    INDArray teacher = Nd4j.createFromArray(new float[][] {{1, 2, -1e9f}});
    INDArray student = Nd4j.createFromArray(new float[][] {{500, 2, -1e9f}});
    Lesson lesson = lesson(likeness, teacher, column(1).castTo(DataType.FLOAT), column(1), 2);
    assertEquals(0, lesson.rowLosses(teacher).getDouble(0), 1e-5);
    assertTrue(Double.isFinite(lesson.rowLosses(student).getDouble(0)));
    assertTrue(Double.isFinite(lesson.rowGradients(student).sumNumber().doubleValue()));
  }
}
