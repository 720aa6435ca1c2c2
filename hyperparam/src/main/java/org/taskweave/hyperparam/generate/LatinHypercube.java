package org.taskweave.hyperparam.generate;

import java.util.SplittableRandom;

/**
 * Points in the unit cube of which each n-th part of each dimension holds exactly one (McKay,
 * Beckman and Conover 1979): a start that leaves no part of a range unseen.
 */
final class LatinHypercube {

  private LatinHypercube() {}

  /**
   * One point of a design.
   *
   * @param number of the point, below {@code points}
   * @param points n of the design
   * @param seed of the design; designs of different seeds have nothing in common
   */
  static double[] point(int number, int points, int dimensions, long seed) {
    double[] point = new double[dimensions];
    SplittableRandom jitter = Streams.of(seed, number);
    for (int d = 0; d < dimensions; d++) {
      int part = permutation(points, Streams.of(~seed, d))[number];
      point[d] = (part + jitter.nextDouble()) / points;
    }
    return point;
  }

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
