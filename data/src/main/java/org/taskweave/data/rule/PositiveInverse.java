package org.taskweave.data.rule;

/** Inverts symmetric positive definite matrices: this module has no linear algebra of its own. */
@FunctionalInterface
public interface PositiveInverse {

  /**
   * Puts the inverse in the place of a matrix.
   *
   * @param matrix [n,n] symmetric, positive definite
   * @throws ArithmeticException it is not positive definite
   */
  void invert(double[] matrix, int n);
}
