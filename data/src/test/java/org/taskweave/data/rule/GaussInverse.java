package org.taskweave.data.rule;

/** The inverse by Gauss and Jordan, for small matrices. */
final class GaussInverse {

  private GaussInverse() {}

  static void invert(double[] matrix, int n) {
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      inverse[i * n + i] = 1;
    }
    for (int pivot = 0; pivot < n; pivot++) {
      double by = matrix[pivot * n + pivot];
      for (int j = 0; j < n; j++) {
        matrix[pivot * n + j] /= by;
        inverse[pivot * n + j] /= by;
      }
      for (int i = 0; i < n; i++) {
        double factor = matrix[i * n + pivot];
        for (int j = 0; i != pivot && j < n; j++) {
          matrix[i * n + j] -= factor * matrix[pivot * n + j];
          inverse[i * n + j] -= factor * inverse[pivot * n + j];
        }
      }
    }
    System.arraycopy(inverse, 0, matrix, 0, matrix.length);
  }
}
