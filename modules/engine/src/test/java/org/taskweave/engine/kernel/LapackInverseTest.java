package org.taskweave.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LapackInverseTest {

  @Test
  void invertsInPlace() {
    // Determinant 2 * 3 - 1 = 5.
    double[] matrix = {2, 1, 1, 3};
    LapackInverse.invert(matrix, 2);
    assertArrayEquals(new double[] {.6, -.2, -.2, .4}, matrix, 1e-12);
    LapackInverse.invert(new double[0], 0);
  }

  @Test
  void refusesWhatIsNotPositiveDefinite() {
    assertThrows(
        ArithmeticException.class, () -> LapackInverse.invert(new double[] {1, 2, 2, 1}, 2));
  }
}
