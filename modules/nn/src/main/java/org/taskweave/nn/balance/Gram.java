package org.taskweave.nn.balance;

/** Dot products of K task gradients [K,K]; immutable. */
public final class Gram {

  private final double[][] dots;

  private Gram(double[][] dots) {
    this.dots = dots;
  }

  /** Of a symmetric matrix of dot products [K,K]. */
  public static Gram of(double[][] dots) {
    double[][] copy = new double[dots.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = dots[i].clone();
      if (copy[i].length != copy.length) {
        throw new IllegalArgumentException(
            "row " + i + " has " + copy[i].length + " values, not " + copy.length);
      }
    }
    return new Gram(copy);
  }

  /** K. */
  public int size() {
    return dots.length;
  }

  /** Dot product of gradients i and j. */
  public double dot(int i, int j) {
    return dots[i][j];
  }

  /** L2 norm of gradient i. */
  public double norm(int i) {
    return Math.sqrt(Math.max(0, dots[i][i]));
  }

  /** Cosine of the angle between gradients i and j; NaN if one is zero. */
  public double cosine(int i, int j) {
    double norms = norm(i) * norm(j);
    return norms == 0 ? Double.NaN : Math.max(-1, Math.min(1, dots[i][j] / norms));
  }

  /** Dot products of every gradient with the sum of all, weighted [K]. */
  double[] times(double[] weights) {
    double[] products = new double[dots.length];
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < products.length; j++) {
        products[i] += dots[i][j] * weights[j];
      }
    }
    return products;
  }

  /** Squared norm of the sum of all gradients, weighted. */
  double squaredNorm(double[] weights) {
    double[] products = times(weights);
    double sum = 0;
    for (int i = 0; i < products.length; i++) {
      sum += weights[i] * products[i];
    }
    return Math.max(0, sum);
  }

  /** Of the gradients with the indices given, each divided by a number. */
  Gram of(int[] indices, double[] divisors) {
    double[][] part = new double[indices.length][indices.length];
    for (int i = 0; i < part.length; i++) {
      for (int j = 0; j < part.length; j++) {
        part[i][j] = dots[indices[i]][indices[j]] / (divisors[i] * divisors[j]);
      }
    }
    return new Gram(part);
  }

  double[][] copy() {
    double[][] copy = new double[dots.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = dots[i].clone();
    }
    return copy;
  }

  boolean finite() {
    for (double[] row : dots) {
      for (double dot : row) {
        if (!Double.isFinite(dot)) {
          return false;
        }
      }
    }
    return true;
  }
}
