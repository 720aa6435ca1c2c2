package org.taskweave.data.factor;

import java.util.Arrays;

/**
 * Normal distributions of N vectors of D numbers, the factors and last an offset.
 *
 * @param dimension D
 * @param means [N,D]
 * @param covariances [N,D(D+1)/2], of each the lower triangle by rows
 */
public record VectorTable(int dimension, float[] means, float[] covariances) {

  /** Checks that the arrays belong together. */
  public VectorTable {
    if (dimension < 2
        || means.length % dimension != 0
        || covariances.length != (long) means.length / dimension * triangle(dimension)) {
      throw new IllegalArgumentException(
          "vectors of "
              + dimension
              + " numbers: "
              + means.length
              + " means and "
              + covariances.length
              + " covariances do not belong together");
    }
  }

  /**
   * Checks that numbers are finite and no variance is negative, as in a table that was learned.
   *
   * @throws IllegalArgumentException one is not
   */
  void requireDistribution() {
    for (float number : means) {
      requireFinite(number);
    }
    for (float number : covariances) {
      requireFinite(number);
    }
    for (int v = 0; v < count(); v++) {
      for (int k = 0; k < dimension; k++) {
        if (covariance(v, k, k) < 0) {
          throw new IllegalArgumentException("a variance is " + covariance(v, k, k));
        }
      }
    }
  }

  private static void requireFinite(float number) {
    if (!Float.isFinite(number)) {
      throw new IllegalArgumentException("a number of a vector is " + number);
    }
  }

  static VectorTable of(int count, int dimension) {
    return new VectorTable(
        dimension, new float[count * dimension], new float[count * triangle(dimension)]);
  }

  private static int triangle(int dimension) {
    return dimension * (dimension + 1) / 2;
  }

  /** Where an element is in a packed lower triangle; the row is not below the column. */
  static int at(int row, int column) {
    return triangle(row) + column;
  }

  int count() {
    return means.length / dimension;
  }

  double mean(int vector, int k) {
    return means[vector * dimension + k];
  }

  double covariance(int vector, int k, int l) {
    return covariances[vector * triangle(dimension) + (k >= l ? at(k, l) : at(l, k))];
  }

  void set(int vector, double[] mean, double[][] covariance) {
    for (int k = 0; k < dimension; k++) {
      means[vector * dimension + k] = (float) mean[k];
      for (int l = 0; l <= k; l++) {
        covariances[vector * triangle(dimension) + at(k, l)] = (float) covariance[k][l];
      }
    }
  }

  /** What a user's vector says of an item's: the factors' product and both offsets. */
  static Estimate estimate(VectorTable users, int user, VectorTable items, int item) {
    int size = users.dimension - 1;
    double mean = users.mean(user, size) + items.mean(item, size);
    double variance = users.covariance(user, size, size) + items.covariance(item, size, size);
    for (int k = 0; k < size; k++) {
      double ofUser = users.mean(user, k);
      double ofItem = items.mean(item, k);
      mean += ofUser * ofItem;
      variance +=
          2 * (ofUser * items.covariance(item, k, size) + ofItem * users.covariance(user, k, size));
      for (int l = 0; l < size; l++) {
        double userCovariance = users.covariance(user, k, l);
        double itemCovariance = items.covariance(item, k, l);
        variance +=
            ofUser * users.mean(user, l) * itemCovariance
                + (ofItem * items.mean(item, l) + itemCovariance) * userCovariance;
      }
    }
    return new Estimate(mean, variance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorTable that
        && dimension == that.dimension
        && Arrays.equals(means, that.means)
        && Arrays.equals(covariances, that.covariances);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(means);
  }

  @Override
  public String toString() {
    return count() + " vectors of " + dimension + " numbers";
  }
}
