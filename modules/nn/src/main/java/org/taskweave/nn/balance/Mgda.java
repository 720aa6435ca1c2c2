package org.taskweave.nn.balance;

import org.taskweave.core.recipe.BalancingMethod.Mgda.Normalize;

/**
 * Multiple-gradient descent at the representation, MGDA-UB (Sener and Koltun 2018,
 * arXiv:1810.04650): w = argmin |sum_k w_k g_k|^2 over w_k >= 0, sum_k w_k = 1. The combination has
 * a non-negative dot product with every g_k.
 *
 * <p>For two tasks this is the paper's closed form, w_1 = clip((g_2 - g_1).g_2 / |g_1 - g_2|^2, 0,
 * 1); for more, such exact steps between two tasks are repeated until none helps, which ends at the
 * minimum that the paper's Frank-Wolfe steps lead to.
 *
 * @param normalize what each gradient is divided by before; the weights are those of the gradients
 *     as they were
 */
record Mgda(Normalize normalize) implements GradientRule {

  @Override
  public double[] weights(GradientStep step) {
    Gram gram = step.gram();
    int[] all = new int[gram.size()];
    double[] divisors = new double[all.length];
    for (int k = 0; k < all.length; k++) {
      all[k] = k;
      divisors[k] = divisor(gram.norm(k), step.losses()[k]);
    }
    Gram scaled = gram.of(all, divisors);
    double[] weights = SimplexMinimum.of(all.length, (w, i, j) -> step(scaled, w, i, j));
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= divisors[k];
    }
    return weights;
  }

  private double divisor(double norm, double loss) {
    double divisor =
        switch (normalize) {
          case NONE -> 1;
          case NORM -> norm;
          case LOSS -> loss;
          case LOSS_AND_NORM -> loss * norm;
        };
    return divisor > 0 ? divisor : 1;
  }

  /** The step along e_i - e_j to the shortest sum. */
  private static double step(Gram gram, double[] weights, int i, int j) {
    double curvature = gram.dot(i, i) - 2 * gram.dot(i, j) + gram.dot(j, j);
    double[] products = gram.times(weights);
    return curvature <= 0 ? 0 : (products[j] - products[i]) / curvature;
  }
}
