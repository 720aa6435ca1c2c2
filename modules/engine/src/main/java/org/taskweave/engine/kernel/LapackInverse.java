package org.taskweave.engine.kernel;

import org.bytedeco.openblas.global.openblas;

/** Inverse of a symmetric positive definite matrix, by LAPACK's Cholesky factorisation. */
public final class LapackInverse {

  private static final byte UPPER = 'U';

  private LapackInverse() {}

  /**
   * Puts the inverse in the place of a matrix.
   *
   * @param matrix [n,n] symmetric, positive definite
   * @throws ArithmeticException it is not positive definite
   */
  public static void invert(double[] matrix, int n) {
    if (n == 0) {
      return;
    }
    check(openblas.LAPACKE_dpotrf(openblas.LAPACK_ROW_MAJOR, UPPER, n, matrix, n), n);
    check(openblas.LAPACKE_dpotri(openblas.LAPACK_ROW_MAJOR, UPPER, n, matrix, n), n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * n + j] = matrix[j * n + i];
      }
    }
  }

  private static void check(int info, int n) {
    if (info != 0) {
      throw new ArithmeticException(
          "a matrix of " + n + " rows is not positive definite (LAPACK: " + info + ")");
    }
  }
}
