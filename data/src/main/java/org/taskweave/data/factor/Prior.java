package org.taskweave.data.factor;

import java.util.List;

/**
 * What is known of a vector before any rating: independent normal numbers.
 *
 * @param means [D]
 * @param precisions one over the variances [D], above 0
 */
public record Prior(List<Double> means, List<Double> precisions) {

  /** Keeps variances above 0 where all vectors are the same. */
  private static final double LEAST_SUM = .05;

  /** Checks that both have the same length. */
  public Prior {
    means = List.copyOf(means);
    precisions = List.copyOf(precisions);
    if (means.size() != precisions.size() || precisions.stream().anyMatch(p -> !(p > 0))) {
      throw new IllegalArgumentException(
          "a prior needs a precision above 0 for each mean: " + means + ", " + precisions);
    }
  }

  /** The one under which vectors are most likely. */
  static Prior of(VectorTable vectors) {
    int dimension = vectors.dimension();
    int count = vectors.count();
    Double[] means = new Double[dimension];
    Double[] precisions = new Double[dimension];
    for (int k = 0; k < dimension; k++) {
      double sum = 0;
      for (int v = 0; v < count; v++) {
        sum += vectors.mean(v, k);
      }
      means[k] = sum / count;
      double squares = LEAST_SUM;
      for (int v = 0; v < count; v++) {
        double distance = vectors.mean(v, k) - means[k];
        squares += distance * distance + vectors.covariance(v, k, k);
      }
      precisions[k] = (count + 1) / squares;
    }
    return new Prior(List.of(means), List.of(precisions));
  }
}
