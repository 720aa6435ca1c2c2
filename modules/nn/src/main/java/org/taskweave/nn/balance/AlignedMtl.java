package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * Aligned-MTL (Senushkin et al. 2023, arXiv:2305.19000): the gradients' principal components are
 * scaled to the least of their singular values, so that the combination is stable. With the Gram
 * matrix M = V diag(l) V^T: w = sqrt(l_min) V diag(l)^(-1/2) V^T (1,..,1), l_min the least
 * eigenvalue that is not 0.
 */
final class AlignedMtl implements GradientRule {

  /** Eigenvalues below it, as a part of the largest and per task, are rounding of floats. */
  private static final double FLOAT_EPSILON = 1.2e-7;

  @Override
  public double[] weights(GradientStep step) {
    Gram gram = step.gram();
    int size = gram.size();
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    SymmetricEigen eigen = SymmetricEigen.of(gram.copy());
    double zero = eigen.largest() * size * FLOAT_EPSILON;
    double least = eigen.leastAbove(zero);
    return eigen.apply(ones, value -> value > zero ? Math.sqrt(least / value) : 0);
  }
}
