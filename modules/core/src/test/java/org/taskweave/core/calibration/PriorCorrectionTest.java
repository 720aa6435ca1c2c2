package org.taskweave.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PriorCorrectionTest {

  /** Odds of 1 to 4 among five are 1 to 400 where each drawn item stands for a hundred. */
  @Test
  void oddsAreTimesTheFactor() {
    PriorCorrection correction = new PriorCorrection(4 / 400.0);
    assertEquals(1 / 401.0, correction.of(.2), 1e-15);
    assertEquals(0, correction.of(0));
    assertEquals(1, correction.of(1));
    assertEquals(.2, correction.inverse().of(correction.of(.2)), 1e-15);
    float[] row = {.2f, .5f};
    correction.applyAll(row);
    assertEquals(1 / 401f, row[0], 1e-8);
    assertEquals(1 / 101f, row[1], 1e-8);
  }

  @Test
  void onlyPositiveFactorsAreOdds() {
    assertThrows(IllegalArgumentException.class, () -> new PriorCorrection(0));
    assertThrows(IllegalArgumentException.class, () -> new PriorCorrection(Double.NaN));
  }
}
