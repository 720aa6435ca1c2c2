package org.taskweave.trees;

import org.taskweave.core.Checks;

/**
 * How trees grow.
 *
 * @param depth most splits between the root and a leaf
 * @param learningRate factor on what each tree adds
 * @param rounds most trees (of classes: most trees for each class)
 * @param patience rounds without a better dev loss after which growing ends; the best round counts
 * @param minChildWeight least sum of second derivatives in a leaf; with squared error its examples
 * @param subsample share of the examples that each tree sees
 * @param columnShare share of the columns that each tree sees
 * @param threads that grow trees
 * @param seed of both shares
 */
public record TreeSettings(
    int depth,
    double learningRate,
    int rounds,
    int patience,
    double minChildWeight,
    double subsample,
    double columnShare,
    int threads,
    long seed) {

  /** What is usual for tables of some thousands to millions of rows; the seed is 7. */
  public static final TreeSettings DEFAULT =
      new TreeSettings(
          6, 0.05, 2000, 50, 5, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 7);

  public TreeSettings {
    new Checks(TreeSettings.class)
        .atLeast("depth", depth, 1)
        .positive("learningRate", learningRate)
        .atLeast("rounds", rounds, 1)
        .atLeast("patience", patience, 1)
        .atLeast("minChildWeight", minChildWeight, 0)
        .require(subsample > 0 && subsample <= 1, "subsample", subsample, "is no share")
        .require(columnShare > 0 && columnShare <= 1, "columnShare", columnShare, "is no share")
        .atLeast("threads", threads, 1)
        .done();
  }

  /** The same with another seed. */
  public TreeSettings withSeed(long other) {
    return new TreeSettings(
        depth,
        learningRate,
        rounds,
        patience,
        minChildWeight,
        subsample,
        columnShare,
        threads,
        other);
  }
}
