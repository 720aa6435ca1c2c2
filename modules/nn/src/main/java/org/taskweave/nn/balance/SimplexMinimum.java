package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * Minimum of a convex function over the simplex {w_k >= 0, sum w_k = 1} by exact steps that move
 * weight between two coordinates.
 */
final class SimplexMinimum {

  private static final int MOST_SWEEPS = 500;
  private static final double SMALL_STEP = 1e-10;

  private SimplexMinimum() {}

  /** The unconstrained best step t along e_i - e_j from w. */
  interface PairStep {
    double step(double[] weights, int i, int j);
  }

  static double[] of(int size, PairStep pairStep) {
    double[] weights = new double[size];
    Arrays.fill(weights, 1.0 / size);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double longest = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < i; j++) {
          double wanted = pairStep.step(weights, i, j);
          double step = Math.max(-weights[i], Math.min(weights[j], wanted));
          weights[i] += step;
          weights[j] -= step;
          longest = Math.max(longest, Math.abs(step));
        }
      }
      if (!(longest > SMALL_STEP)) {
        break;
      }
    }
    return weights;
  }
}
