package org.taskweave.core.metric;

import java.util.List;

/**
 * Time after a cut in bins: bin k goes from the end of the one before (0 for the first), inclusive,
 * to its own end, exclusive. A prediction is [C] F_c, the probability that the event has come
 * before the end of bin k; it ascends.
 *
 * @param ends C of them, in days, ascending
 */
public record TimeBins(List<Double> ends) {

  public TimeBins {
    ends = List.copyOf(ends);
  }

  /** C. */
  public int count() {
    return ends.size();
  }

  /** How many bins are over after so many days: the bin that this moment lies in. */
  public int over(double days) {
    int over = 0;
    while (over < ends.size() && isOver(over, days)) {
      over++;
    }
    return over;
  }

  /**
   * Whether a bin is over after so many days. In single precision, in which models read labels: an
   * event at the end of a bin must not lie in it for the loss and behind it for a metric.
   */
  public boolean isOver(int bin, double days) {
    return ends.get(bin).floatValue() <= (float) days;
  }

  /**
   * Expected days until the event, or until the end of the last bin if that is sooner: the area
   * under 1 - F, straight between the ends of bins.
   *
   * @param scores C numbers F_c from the offset
   */
  public double expectedDays(double[] scores, int offset) {
    double area = 0;
    double start = 0;
    double before = 1;
    for (int k = 0; k < ends.size(); k++) {
      double after = 1 - scores[offset + k];
      area += (ends.get(k) - start) * (before + after) / 2;
      start = ends.get(k);
      before = after;
    }
    return area;
  }

  /**
   * F_k of all rows together, where some times are censored: 1 - product over j <= k of (1 - events
   * in bin j / rows that were seen through bin j or until their event in it), the estimator of
   * Kaplan and Meier (1958) for bins.
   *
   * @param labels [n,2] days, and 1 where the event was seen then, 0 where it was not seen until
   *     then; rows that begin with NaN are missing
   * @throws IllegalArgumentException no label is known
   */
  public TrivialPredictor kaplanMeier(double[] labels) {
    double[] events = new double[count()];
    double[] atRisk = new double[count()];
    int known = 0;
    for (int i = 0; i < labels.length; i += 2) {
      if (Double.isNaN(labels[i])) {
        continue;
      }
      known++;
      int over = over(labels[i]);
      for (int k = 0; k < over; k++) {
        atRisk[k]++;
      }
      if (labels[i + 1] == 1 && over < count()) {
        atRisk[over]++;
        events[over]++;
      }
    }
    if (known == 0) {
      throw new IllegalArgumentException("no training label is known");
    }
    double[] come = new double[count()];
    double surviving = 1;
    for (int k = 0; k < come.length; k++) {
      surviving *= atRisk[k] == 0 ? 1 : 1 - events[k] / atRisk[k];
      come[k] = 1 - surviving;
    }
    return new TrivialPredictor(come);
  }
}
