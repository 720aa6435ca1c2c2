package org.taskweave.data.factor;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.taskweave.core.InvalidInputException;

/**
 * What ratings say of one vector x, the factors and the offset of a user or of an item, when the
 * vectors y of those on the other side are known up to their covariance: each value is x's factors
 * times y's, plus both offsets, plus noise. The distribution of x is normal; its precision is the
 * prior's + noise sum E[a a'], and that times its mean is the prior's + noise sum E[a (value - y's
 * offset)], where a is y's factors and a 1.
 */
final class Evidence {

  private final int size;
  private final double noise;
  private final double[] precision;
  private final double[] weighted;

  /**
   * Without ratings.
   *
   * @param noise one over the variance of a rating
   */
  Evidence(Prior prior, double noise) {
    this.size = prior.means().size() - 1;
    this.noise = noise;
    this.precision = new double[VectorTable.at(size, size) + 1];
    this.weighted = new double[size + 1];
    for (int k = 0; k <= size; k++) {
      precision[VectorTable.at(k, k)] = prior.precisions().get(k);
      weighted[k] = prior.precisions().get(k) * prior.means().get(k);
    }
  }

  /** Adds a rating that joins the vector to one of the other side. */
  void add(VectorTable others, int other, double value) {
    double rest = value - others.mean(other, size);
    for (int k = 0; k < size; k++) {
      double mean = others.mean(other, k);
      for (int l = 0; l <= k; l++) {
        precision[VectorTable.at(k, l)] +=
            noise * (mean * others.mean(other, l) + others.covariance(other, k, l));
      }
      precision[VectorTable.at(size, k)] += noise * mean;
      weighted[k] += noise * (mean * rest - others.covariance(other, size, k));
    }
    precision[VectorTable.at(size, size)] += noise;
    weighted[size] += noise * rest;
  }

  /**
   * Writes the vector's mean and covariance.
   *
   * @throws InvalidInputException the others' covariances are none
   */
  void write(VectorTable into, int vector) {
    double[][] square = new double[size + 1][size + 1];
    for (int k = 0; k <= size; k++) {
      for (int l = 0; l <= k; l++) {
        square[k][l] = precision[VectorTable.at(k, l)];
        square[l][k] = square[k][l];
      }
    }
    double[][] covariance = inverse(square);
    double[] mean = new double[size + 1];
    for (int k = 0; k <= size; k++) {
      for (int l = 0; l <= size; l++) {
        mean[k] += covariance[k][l] * weighted[l];
      }
    }
    into.set(vector, mean, covariance);
  }

  private static double[][] inverse(double[][] square) {
    try {
      return new CholeskyDecomposition(new Array2DRowRealMatrix(square, false))
          .getSolver()
          .getInverse()
          .getData();
    } catch (NonPositiveDefiniteMatrixException e) {
      throw new InvalidInputException(
          "features.effects.factors: the bundle's factors are no distribution ("
              + e.getMessage()
              + "): its preprocessing.json was changed. Copy the bundle from its source again.",
          e);
    }
  }
}
