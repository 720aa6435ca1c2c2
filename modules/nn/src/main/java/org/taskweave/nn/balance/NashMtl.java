package org.taskweave.nn.balance;

import java.util.Arrays;

/**
 * Nash-MTL (Navon et al. 2022, arXiv:2202.01017): the bargaining solution's weights solve M w = 1 /
 * w (elementwise), w > 0, with the gradients' Gram matrix M; as in the paper's program, M is
 * divided by its Frobenius norm first, so that the combination keeps the gradients' scale. Its
 * direction does not depend on the scales of the losses.
 *
 * <p>The weights are the minimum of the convex f(w) = w^T M w / 2 - sum_k log w_k, found here by
 * Newton's method with step halving instead of the paper's sequence of convex programs. A part of
 * 1e-8 on M's diagonal keeps weights finite where gradients cancel.
 */
final class NashMtl implements GradientRule {

  private static final int MOST_STEPS = 100;
  private static final double RIDGE = 1e-8;

  private final int updateEvery;

  /** Steps since the last bargain, its tasks and their weights. */
  private int age;

  private int[] tasks = new int[0];
  private double[] last = new double[0];

  /**
   * A rule.
   *
   * @param updateEvery steps with the same tasks between two bargains
   */
  NashMtl(int updateEvery) {
    this.updateEvery = updateEvery;
  }

  @Override
  public double[] weights(GradientStep step) {
    return holds(step) ? last.clone() : bargain(step.gram());
  }

  private boolean holds(GradientStep step) {
    return age < updateEvery && Arrays.equals(tasks, step.tasks());
  }

  @Override
  public void taken(GradientStep step, double[] weights) {
    age = holds(step) ? age + 1 : 1;
    tasks = step.tasks();
    last = weights.clone();
  }

  /** Age, then the tasks, then their weights. */
  @Override
  public double[] state() {
    double[] state = new double[1 + 2 * tasks.length];
    state[0] = age;
    for (int i = 0; i < tasks.length; i++) {
      state[1 + i] = tasks[i];
      state[1 + tasks.length + i] = last[i];
    }
    return state;
  }

  @Override
  public void restore(double[] state) {
    int size = state.length / 2;
    age = (int) state[0];
    tasks = new int[size];
    last = Arrays.copyOfRange(state, 1 + size, state.length);
    for (int i = 0; i < size; i++) {
      tasks[i] = (int) state[1 + i];
    }
  }

  private static double[] bargain(Gram gram) {
    int size = gram.size();
    double[][] m = gram.copy();
    double squared = 0;
    for (double[] row : m) {
      for (double value : row) {
        squared += value * value;
      }
    }
    double[] w = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        m[i][j] /= Math.sqrt(squared);
      }
      m[i][i] *= 1 + RIDGE;
      w[i] = 1 / Math.sqrt(m[i][i]);
    }
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = new double[size];
      double[][] hessian = new double[size][];
      for (int i = 0; i < size; i++) {
        hessian[i] = m[i].clone();
        hessian[i][i] += 1 / (w[i] * w[i]);
        gradient[i] = -1 / w[i];
        for (int j = 0; j < size; j++) {
          gradient[i] += m[i][j] * w[j];
        }
      }
      double[] direction = PositiveDefinite.solve(hessian, gradient);
      double decrease = 0;
      for (int i = 0; i < size; i++) {
        decrease += gradient[i] * direction[i];
      }
      if (!(decrease > 1e-20)) {
        break;
      }
      w = halved(m, w, direction, decrease);
    }
    return w;
  }

  /** The longest of the steps 1, 1/2, 1/4, ... that stays positive and lowers f enough. */
  private static double[] halved(double[][] m, double[] w, double[] direction, double decrease) {
    double before = value(m, w);
    double[] next = w.clone();
    for (double length = 1; length > 1e-12; length /= 2) {
      for (int i = 0; i < w.length; i++) {
        next[i] = w[i] - length * direction[i];
      }
      if (value(m, next) <= before - 0.25 * length * decrease + 1e-15 * Math.abs(before)) {
        return next;
      }
    }
    return w;
  }

  private static double value(double[][] m, double[] w) {
    double value = 0;
    for (int i = 0; i < w.length; i++) {
      if (!(w[i] > 0)) {
        return Double.POSITIVE_INFINITY;
      }
      value -= Math.log(w[i]);
      for (int j = 0; j < w.length; j++) {
        value += 0.5 * w[i] * m[i][j] * w[j];
      }
    }
    return value;
  }
}
