package org.taskweave.nn.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The construction is the published one. */
class SyntheticTasksTest {

  private static final double[] UNITS = {1, 3};

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, 0.5, 1})
  void weightVectorsHaveUnitLengthAndTheCosineGiven(double correlation) {
    double[][] w = SyntheticTasks.of(correlation, 100, 2, UNITS, 7).directions();
    assertEquals(1, dot(w[0], w[0]), 1e-12);
    assertEquals(1, dot(w[1], w[1]), 1e-12);
    assertEquals(correlation, dot(w[0], w[1]), 1e-12);
  }

  /** z + sin(z + 0) + sin(2 z + 1) + sin(3 z + 4). */
  @Test
  void aLabelIsALineAndWaves() {
    SyntheticTasks tasks = SyntheticTasks.of(0, 3, 3, UNITS, 7);
    assertEquals(Math.sin(1) + Math.sin(4), tasks.curve(0), 1e-12);
    assertEquals(
        Math.PI + Math.sin(Math.PI) + Math.sin(1) + Math.sin(Math.PI + 4),
        tasks.curve(Math.PI),
        1e-12);
  }

  @Test
  void labelsAreTheCurveAtTheProductInTheirUnit() {
    SyntheticTasks tasks = SyntheticTasks.of(0.5, 4, 2, UNITS, 7);
    Rows rows = tasks.rows(50, 1);
    for (int row = 0; row < 50; row++) {
      double[] x = rows.x().getRow(row).toDoubleVector();
      for (int k = 0; k < 2; k++) {
        INDArray labels = rows.labels()[k];
        double expected = UNITS[k] * tasks.curve(dot(tasks.directions()[k], x));
        assertEquals(expected, labels.getDouble(row, 0), 0.05 * UNITS[k]);
      }
    }
  }
}
