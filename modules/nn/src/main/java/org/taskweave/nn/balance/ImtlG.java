package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * IMTL-G (Liu et al. 2021, "Towards Impartial Multi-task Learning"): weights that sum to 1 such
 * that the combination g has the same projection g.u_k on every unit gradient u_k. The direction
 * does not depend on the scales of the losses.
 *
 * <p>The paper's a = g_1 U^T (D U^T)^-1, D and U the differences g_1 - g_k and u_1 - u_k, is solved
 * here in the K unit gradients: with their cosines C, C b is a constant, and w_k ~ b_k / |g_k|.
 * This has an answer also where D U^T has no inverse: equal gradients get equal weights, and where
 * the common projection is 0 the combination is 0.
 */
final class ImtlG implements GradientRule {

  private static final double TOLERANCE = 1e-6;

  @Override
  public double[] weights(GradientStep step) {
    Gram gram = step.gram();
    int size = gram.size();
    double[][] cosines = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        cosines[i][j] = i == j ? 1 : gram.cosine(i, j);
      }
    }
    double[] weights = projections(SymmetricEigen.of(cosines), size);
    double sum = 0;
    for (int k = 0; k < size; k++) {
      weights[k] /= gram.norm(k);
      sum += weights[k];
    }
    double largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
    if (Math.abs(sum) <= TOLERANCE * largest) {
      Arrays.fill(weights, 1.0 / size);
      return weights;
    }
    for (int k = 0; k < size; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /** b with C b = 0 where (1,..,1) is not in C's range, else the least b with C b = (1,..,1). */
  private static double[] projections(SymmetricEigen cosines, int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    double smallest = TOLERANCE * cosines.largest();
    double[] unreached = cosines.apply(ones, value -> value > smallest ? 0 : 1);
    double squared = Arrays.stream(unreached).map(value -> value * value).sum();
    return squared > TOLERANCE * size
        ? unreached
        : cosines.apply(ones, value -> value > smallest ? 1 / value : 0);
  }
}
