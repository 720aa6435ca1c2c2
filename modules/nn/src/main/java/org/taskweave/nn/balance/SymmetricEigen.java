package org.taskweave.nn.balance;

import java.util.function.DoubleUnaryOperator;

/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
final class SymmetricEigen {

  private static final int MOST_SWEEPS = 100;

  private final double[] values;

  /** Column k belongs to value k. */
  private final double[][] vectors;

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  static SymmetricEigen of(double[][] matrix) {
    int size = matrix.length;
    double[][] a = new double[size][];
    double[][] v = new double[size][size];
    for (int i = 0; i < size; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 0; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = a[i][i];
    }
    return new SymmetricEigen(values, v);
  }

  private static double offDiagonal(double[][] a) {
    double off = 0;
    double diagonal = 0;
    for (int i = 0; i < a.length; i++) {
      diagonal = Math.max(diagonal, Math.abs(a[i][i]));
      for (int j = 0; j < i; j++) {
        off = Math.max(off, Math.abs(a[i][j]));
      }
    }
    return off <= 1e-15 * diagonal ? 0 : off;
  }

  /** Makes a[p][q] zero. */
  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cos = 1 / Math.sqrt(t * t + 1);
    double sin = t * cos;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = cos * kp - sin * kq;
      a[k][q] = sin * kp + cos * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = cos * pk - sin * qk;
      a[q][k] = sin * pk + cos * qk;
      double vp = v[k][p];
      double vq = v[k][q];
      v[k][p] = cos * vp - sin * vq;
      v[k][q] = sin * vp + cos * vq;
    }
  }

  double largest() {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** The least eigenvalue above a bound; the bound if there is none. */
  double leastAbove(double bound) {
    double least = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (value > bound) {
        least = Math.min(least, value);
      }
    }
    return Double.isInfinite(least) ? bound : least;
  }

  /** The product of a vector and the matrix with a function applied to its eigenvalues. */
  double[] apply(double[] vector, DoubleUnaryOperator function) {
    double[] product = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      double along = 0;
      for (int i = 0; i < values.length; i++) {
        along += vectors[i][k] * vector[i];
      }
      along *= function.applyAsDouble(values[k]);
      for (int i = 0; i < values.length; i++) {
        product[i] += vectors[i][k] * along;
      }
    }
    return product;
  }
}
