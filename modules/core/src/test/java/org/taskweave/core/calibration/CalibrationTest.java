package org.taskweave.core.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double applied(Calibration calibration, double probability) {
    double[] row = {probability};
    calibration.apply(row);
    return row[0];
  }

  @Test
  void theTemperatureOfTwoRatesIsTheirLogOddsOverOnes() {
    // Said: log-odds 2 and -2. So it was: 3 of 4 and 1 of 4, log-odds ln 3 and -ln 3.
    double yes = sigmoid(2);
    double no = sigmoid(-2);
    Calibration fitted =
        CalibrationMethod.TEMPERATURE.fit(
            new double[] {1, 1, 1, 0, 0, 0, 0, 1},
            new double[] {yes, yes, yes, yes, no, no, no, no},
            1);
    assertEquals(2 / Math.log(3), ((Temperature) fitted).temperature(), 1e-3);
    assertEquals(0.75, applied(fitted, yes), 1e-4);
    assertEquals(0.25, applied(fitted, no), 1e-4);
  }

  @Test
  void theTemperatureOfClassesTakesTheirLogarithms() {
    // .8^a / (.8^a + 2 * .1^a) = 1/2 where 8^a = 2, that is a = 1/3.
    double[] said = {.8, .1, .1};
    double[] scores = new double[12];
    for (int i = 0; i < 12; i++) {
      scores[i] = said[i % 3];
    }
    Calibration fitted = CalibrationMethod.TEMPERATURE.fit(new double[] {0, 0, 1, 2}, scores, 3);
    assertEquals(3, ((Temperature) fitted).temperature(), 1e-3);
    double[] row = said.clone();
    fitted.apply(row);
    assertArrayEquals(new double[] {.5, .25, .25}, row, 1e-4);
  }

  @Test
  void violatorsArePooledAndTheEndsAreNeverCertain() {
    // At the ends 0 and 1 with half a label of the other kind: rates 1/3 and 2/3. Between them 1
    // and then 0, which make one pool of rate 1/2, at the mean of their log-odds.
    Calibration fitted =
        CalibrationMethod.ISOTONIC.fit(
            new double[] {1, 0, 1, 0},
            new double[] {sigmoid(-1), sigmoid(-2), sigmoid(2), sigmoid(1)},
            1);
    Isotonic isotonic = (Isotonic) fitted;
    assertArrayEquals(new double[] {-2, 0, 2}, isotonic.knots(), 1e-9);
    assertArrayEquals(new double[] {-Math.log(2), 0, Math.log(2)}, isotonic.values(), 1e-9);
    assertEquals(sigmoid(Math.log(2) / 2), applied(fitted, sigmoid(1)), 1e-9);
    assertEquals(sigmoid(Math.log(2) + 1), applied(fitted, sigmoid(3)), 1e-9);
    assertEquals(sigmoid(-Math.log(2) - 1), applied(fitted, sigmoid(-3)), 1e-9);
    assertEquals(2 / 3., applied(fitted, sigmoid(2)), 1e-9);
  }

  @Test
  void equalScoresHaveOneRate() {
    // (1 + .5) of (3 + 1): both half labels are at the one score.
    double half = 0.5;
    Calibration fitted =
        CalibrationMethod.ISOTONIC.fit(new double[] {0, 1, 0}, new double[] {half, half, half}, 1);
    assertEquals(1.5 / 4, applied(fitted, half), 1e-9);
    assertEquals(1, ((Isotonic) fitted).knots().length);
  }

  @Test
  void whatIsWrongByAnyIncreasingFunctionIsMended() {
    Random random = new Random(5);
    int rows = 20_000;
    double[] labels = new double[rows];
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      double truth = random.nextDouble();
      labels[i] = random.nextDouble() < truth ? 1 : 0;
      scores[i] = truth * truth * truth;
    }
    Calibration fitted = CalibrationMethod.ISOTONIC.fit(labels, scores, 1);
    double before = 0;
    for (double truth = 0.05; truth < 1; truth += 0.01) {
      double now = applied(fitted, Math.pow(truth, 3));
      assertEquals(truth, now, 0.05);
      assertTrue(now >= before);
      before = now;
    }
  }

  @Test
  void zeroAndOneStayFinite() {
    Isotonic function = new Isotonic(new double[] {0}, new double[] {1});
    float[] values = {0, 1};
    function.applyAll(values, 1);
    assertTrue(values[0] > 0 && values[0] < 1e-6, values[0] + "");
    assertTrue(values[1] <= 1 && values[1] > 0.999999f, values[1] + "");
    float[] classes = {1, 0, 0, 1};
    new Temperature(2).applyAll(classes, 2);
    assertArrayEquals(new float[] {1, 0, 0, 1}, classes, 1e-6f);
    assertThrows(IllegalArgumentException.class, () -> new Temperature(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Isotonic(new double[] {0, 1}, new double[] {1, 0}));
  }
}
