package org.taskweave.data.factor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.taskweave.data.factor.Ratings.Rating;

/**
 * Ratings as products of factors, with a normal prior on all vectors (Salakhutdinov and Mnih 2008,
 * "Bayesian Probabilistic Matrix Factorization using MCMC"), by variational Bayes (Lim and Teh
 * 2007, "Variational Bayesian Approach to Movie Rating Prediction"): users' and items' vectors by
 * turns, each given the distribution of the others; then the priors and the noise.
 *
 * @param noise one over the variance of a rating
 * @param users the prior of users' vectors
 * @param unseen the prior of items' vectors, as a table of one row: an item without ratings
 * @param items vectors of the items
 */
public record Factorisation(double noise, Prior users, VectorTable unseen, VectorTable items) {

  private static final int ROUNDS = 25;
  private static final double FIRST_VARIANCE = .1;
  private static final double FIRST_DEVIATION = .3;
  private static final double FIRST_OFFSET_PRECISION = 5;

  /** Checks the dimensions and the numbers. */
  public Factorisation {
    int dimension = items.dimension();
    if (!(noise > 0)
        || users.means().size() != dimension
        || unseen.dimension() != dimension
        || unseen.count() != 1) {
      throw new IllegalArgumentException("factors of " + dimension + " numbers do not fit");
    }
    unseen.requireDistribution();
    items.requireDistribution();
  }

  /**
   * Learns.
   *
   * @param ratings at least one
   * @param size factors of a vector
   * @param seed of the items' first vectors
   */
  static Factorisation fit(Ratings ratings, int size, long seed) {
    int dimension = size + 1;
    VectorTable users = first(ratings.userCount(), dimension);
    VectorTable items = first(ratings.items().size(), dimension);
    Random random = new Random(seed);
    for (int item = 0; item < items.count(); item++) {
      for (int k = 0; k < size; k++) {
        items.means()[item * dimension + k] = (float) (FIRST_DEVIATION * random.nextGaussian());
      }
    }
    Prior ofUsers = firstPrior(size);
    Prior ofItems = firstPrior(size);
    double noise = 1;
    for (int round = 0; round < ROUNDS; round++) {
      update(ratings, Rating::user, users, Rating::item, items, ofUsers, noise);
      ofUsers = Prior.of(users);
      update(ratings, Rating::item, items, Rating::user, users, ofItems, noise);
      ofItems = Prior.of(items);
      noise = noise(ratings, users, items);
    }
    VectorTable unseen = VectorTable.of(1, dimension);
    new Evidence(ofItems, noise).write(unseen, 0);
    return new Factorisation(noise, ofUsers, unseen, items);
  }

  /**
   * The vector of a user, as a table of one row.
   *
   * @param known row of an item's vector by the item's number in the ratings; null for an item
   *     without one
   */
  VectorTable user(List<Rating> own, Map<Integer, Integer> known) {
    Evidence evidence = new Evidence(users, noise);
    for (Rating rating : own) {
      Integer row = known.get(rating.item());
      if (row == null) {
        evidence.add(unseen, 0, rating.value());
      } else {
        evidence.add(items, row, rating.value());
      }
    }
    VectorTable user = VectorTable.of(1, items.dimension());
    evidence.write(user, 0);
    return user;
  }

  private static VectorTable first(int count, int dimension) {
    VectorTable table = VectorTable.of(count, dimension);
    double[][] covariance = new double[dimension][dimension];
    for (int k = 0; k < dimension; k++) {
      covariance[k][k] = FIRST_VARIANCE;
    }
    for (int vector = 0; vector < count; vector++) {
      table.set(vector, new double[dimension], covariance);
    }
    return table;
  }

  private static Prior firstPrior(int size) {
    Double[] precisions = new Double[size + 1];
    Arrays.fill(precisions, 1.0);
    precisions[size] = FIRST_OFFSET_PRECISION;
    return new Prior(Collections.nCopies(size + 1, 0.0), List.of(precisions));
  }

  private static void update(
      Ratings ratings,
      ToIntFunction<Rating> vector,
      VectorTable vectors,
      ToIntFunction<Rating> other,
      VectorTable others,
      Prior prior,
      double noise) {
    Evidence[] evidence = new Evidence[vectors.count()];
    Arrays.setAll(evidence, v -> new Evidence(prior, noise));
    for (Rating rating : ratings.all()) {
      evidence[vector.applyAsInt(rating)].add(others, other.applyAsInt(rating), rating.value());
    }
    for (int v = 0; v < evidence.length; v++) {
      evidence[v].write(vectors, v);
    }
  }

  /** One over the mean squared error that is expected. */
  private static double noise(Ratings ratings, VectorTable users, VectorTable items) {
    double sum = 0;
    for (Rating rating : ratings.all()) {
      Estimate estimate = VectorTable.estimate(users, rating.user(), items, rating.item());
      double error = rating.value() - estimate.mean();
      sum += error * error + estimate.variance();
    }
    return ratings.all().size() / sum;
  }
}
