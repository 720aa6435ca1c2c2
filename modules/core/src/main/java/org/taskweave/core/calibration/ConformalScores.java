package org.taskweave.core.calibration;

import java.util.Arrays;
import org.taskweave.core.InvalidInputException;

/**
 * How far the dev split's labels were from what was predicted, for regions of any coverage (split
 * conformal prediction; Vovk et al. 2005, Lei et al. 2018, arXiv:1604.04173): a label that is
 * exchangeable with them is not farther than the ceil((n + 1) coverage)-th distance with at least
 * that probability.
 *
 * @param labels n
 * @param distances ascending; of more than {@value #MOST} the i-th of {@value #MOST} is the ceil(i
 *     n / {@value #MOST})-th of all
 */
public record ConformalScores(int labels, double[] distances) {

  private static final int MOST = 2000;

  public ConformalScores {
    if (labels < 1 || distances.length != Math.min(labels, MOST)) {
      throw new IllegalArgumentException(
          distances.length + " distances of " + labels + " labels tell nothing");
    }
    for (int i = 0; i < distances.length; i++) {
      if (!Double.isFinite(distances[i]) || (i > 0 && distances[i] < distances[i - 1])) {
        throw new IllegalArgumentException("distance " + i + " is below the one before");
      }
    }
    distances = distances.clone();
  }

  @Override
  public double[] distances() {
    return distances.clone();
  }

  /** Of all distances, in any order. */
  public static ConformalScores of(double[] all) {
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    double[] kept = new double[Math.min(sorted.length, MOST)];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = sorted[rank(i, sorted.length, kept.length) - 1];
    }
    return new ConformalScores(sorted.length, kept);
  }

  /** Which of all distances the i-th kept one is, from 1. */
  private static int rank(int i, int labels, int kept) {
    return (int) (((i + 1L) * labels + kept - 1) / kept);
  }

  /**
   * The distance of a coverage; that of the next greater kept one, where not all are kept.
   *
   * @param coverage above 0, below 1
   * @throws InvalidInputException there are too few labels for it
   */
  public double distance(double coverage) {
    long wanted = (long) Math.ceil((labels + 1L) * coverage - 1e-9);
    if (wanted > labels) {
      throw new InvalidInputException(
          "--coverage "
              + coverage
              + " needs more labels than the "
              + labels
              + " that the dev split has: "
              + (long) Math.ceil(coverage / (1 - coverage) - 1e-9)
              + " or more. Ask for less, or train with a larger dev split.");
    }
    int i = 0;
    while (rank(i, labels, distances.length) < wanted) {
      i++;
    }
    return distances[i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConformalScores that
        && labels == that.labels
        && Arrays.equals(distances, that.distances);
  }

  @Override
  public int hashCode() {
    return 31 * labels + Arrays.hashCode(distances);
  }
}
