package org.taskweave.data.factor;

import java.util.List;

/** Vectors of one user, one of each factorisation, and what they say of items. */
public final class UserFactors {

  private final ItemFactors factors;
  private final List<VectorTable> vectors;

  UserFactors(ItemFactors factors, List<VectorTable> vectors) {
    this.factors = factors;
    this.vectors = vectors;
  }

  /**
   * What the user would say of an item: the mean over the factorisations, and its variance, that of
   * a factorisation and that between them.
   */
  public Estimate of(String item) {
    Integer row = factors.rows().get(item);
    double sum = 0;
    double squares = 0;
    double variance = 0;
    int count = vectors.size();
    for (int s = 0; s < count; s++) {
      Factorisation start = factors.starts().get(s);
      Estimate estimate =
          row == null
              ? VectorTable.estimate(vectors.get(s), 0, start.unseen(), 0)
              : VectorTable.estimate(vectors.get(s), 0, start.items(), row);
      sum += estimate.mean();
      squares += estimate.mean() * estimate.mean();
      variance += estimate.variance();
    }
    if (count == 0) {
      return new Estimate(0, 0);
    }
    double mean = sum / count;
    return new Estimate(mean, (variance + squares) / count - mean * mean);
  }
}
