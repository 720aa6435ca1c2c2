package org.taskweave.nn.balance;

import java.util.random.RandomGenerator;

/**
 * Projecting conflicting gradients (Yu et al. 2020, arXiv:2001.06782): each g_i starts as it is and
 * meets the other tasks' original gradients in random order; where g_i.g_j < 0, g_i becomes g_i -
 * (g_i.g_j / |g_j|^2) g_j. The sum of what is left of all g_i is taken.
 */
final class PcGrad implements GradientRule {

  @Override
  public double[] weights(GradientStep step) {
    Gram gram = step.gram();
    int size = gram.size();
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      // What is left of g_i, as weights of the original gradients.
      double[] left = new double[size];
      left[i] = 1;
      for (int j : shuffled(size, step.random())) {
        if (j == i) {
          continue;
        }
        double dot = gram.times(left)[j];
        if (dot < 0) {
          left[j] -= dot / gram.dot(j, j);
        }
      }
      for (int j = 0; j < size; j++) {
        weights[j] += left[j];
      }
    }
    return weights;
  }

  private static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }
}
