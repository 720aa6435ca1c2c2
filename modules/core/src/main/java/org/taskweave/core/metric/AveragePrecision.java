package org.taskweave.core.metric;

/**
 * Area under the precision-recall curve as average precision: the sum over thresholds of (gain of
 * recall) * precision, without interpolation. Rows of equal score pass a threshold together, so a
 * constant score gives the rate of positives. NaN without a positive row.
 */
public final class AveragePrecision implements Metric {

  @Override
  public String name() {
    return "prAuc";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    RankedRows ranked = new RankedRows(labels, scores);
    return Prepared.of(ranked.rows(), counts -> average(ranked, counts));
  }

  private static double average(RankedRows ranked, int[] counts) {
    long positives = 0;
    long seen = 0;
    long tiedPositives = 0;
    double sum = 0; // of precision over positive rows
    for (int i = 0; i < ranked.rows(); i++) {
      int count = ranked.countAt(i, counts);
      seen += count;
      tiedPositives += ranked.isPositiveAt(i) ? count : 0;
      if (ranked.isLastOfTieAt(i)) {
        positives += tiedPositives;
        sum += tiedPositives == 0 ? 0 : (double) tiedPositives * positives / seen;
        tiedPositives = 0;
      }
    }
    return positives == 0 ? Double.NaN : sum / positives;
  }
}
