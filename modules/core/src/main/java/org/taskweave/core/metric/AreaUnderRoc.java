package org.taskweave.core.metric;

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties
 * counting one half (Hanley and McNeil 1982). Labels [n] 0 or 1, scores [n]; O(n log n). NaN when
 * only one class is there.
 */
public final class AreaUnderRoc implements Metric {

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    RankedRows ranked = new RankedRows(labels, scores);
    return Prepared.of(ranked.rows(), counts -> area(ranked, counts));
  }

  private static double area(RankedRows ranked, int[] counts) {
    long positives = 0;
    long negatives = 0;
    long tiedPositives = 0;
    long tiedNegatives = 0;
    double halfPairs = 0; // twice the number of pairs in the right order; a tie is one half
    for (int i = 0; i < ranked.rows(); i++) {
      if (ranked.isPositiveAt(i)) {
        tiedPositives += ranked.countAt(i, counts);
      } else {
        tiedNegatives += ranked.countAt(i, counts);
      }
      if (ranked.isLastOfTieAt(i)) {
        halfPairs += (double) tiedNegatives * (2 * positives + tiedPositives);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return positives == 0 || negatives == 0
        ? Double.NaN
        : halfPairs / 2 / ((double) positives * negatives);
  }
}
