package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * Conflict-averse gradient descent (Liu et al. 2021, arXiv:2110.14048). With the mean gradient g_0
 * and g_w = sum_k w_k g_k: w = argmin g_w.g_0 + c |g_0| |g_w| over w_k >= 0, sum_k w_k = 1; the
 * gradient is g_0 + c |g_0| g_w / |g_w|. It improves the worst task most among all gradients within
 * c |g_0| of the mean one.
 *
 * @param c 0 (the mean gradient) to below 1
 */
record CaGrad(double c) implements GradientRule {

  @Override
  public double[] weights(GradientStep step) {
    Gram gram = step.gram();
    int size = gram.size();
    double[] mean = new double[size];
    Arrays.fill(mean, 1.0 / size);
    double[] slopes = gram.times(mean);
    double radius = c * Math.sqrt(gram.squaredNorm(mean));
    double[] worst = SimplexMinimum.of(size, (w, i, j) -> step(gram, slopes, radius, w, i, j));
    double norm = Math.sqrt(gram.squaredNorm(worst));
    double[] weights = mean;
    if (norm > 0) {
      for (int k = 0; k < size; k++) {
        weights[k] += radius / norm * worst[k];
      }
    }
    return weights;
  }

  /**
   * Along t (e_i - e_j) the function is slope*t + radius*sqrt(q + 2*m*t + a*t^2); with y = m + a*t
   * and d = a*q - m^2 its derivative is zero at y = -slope*sqrt(d) / sqrt(radius^2*a - slope^2).
   */
  private static double step(
      Gram gram, double[] slopes, double radius, double[] weights, int i, int j) {
    double slope = slopes[i] - slopes[j];
    double curvature = gram.dot(i, i) - 2 * gram.dot(i, j) + gram.dot(j, j);
    double[] products = gram.times(weights);
    double middle = products[i] - products[j];
    double room = radius * radius * curvature - slope * slope;
    if (room <= 0 || curvature <= 0) {
      return slope == 0 ? 0 : slope > 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double rest = Math.max(0, curvature * gram.squaredNorm(weights) - middle * middle);
    return (-slope * Math.sqrt(rest / room) - middle) / curvature;
  }
}
