package org.taskweave.core.metric;

import java.util.Arrays;

/**
 * Brier score of times that may be censored, with inverse-probability-of-censoring weights (Graf et
 * al. 1999), the mean over the ends e of the bins of: the mean over rows of w (F - [t < e])^2. A
 * row whose event was seen before e has w = 1 / G(t), one that was seen up to e without it 1 /
 * G(e), one that was lost before e 0, where G(x) is the Kaplan-Meier estimate of not being censored
 * before x, over all rows. NaN without rows.
 *
 * <p>Labels [n,2] days and 1 (seen) or 0 (censored), scores [n,C].
 */
public final class CensoredBrier implements Metric {
  private final TimeBins bins;

  /** The metric for time in bins. */
  public CensoredBrier(TimeBins bins) {
    this.bins = bins;
  }

  @Override
  public String name() {
    return "brier";
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int width = bins.count();
    double[] losses = new double[Rows.count(labels, 2, scores, width)];
    Uncensored uncensored = new Uncensored(labels);
    for (int i = 0; i < losses.length; i++) {
      double time = labels[2 * i];
      boolean seen = labels[2 * i + 1] == 1;
      for (int k = 0; k < width; k++) {
        double come = scores[i * width + k];
        if (bins.isOver(k, time)) {
          losses[i] += come * come / uncensored.before(bins.ends().get(k)) / width;
        } else if (seen) {
          losses[i] += (1 - come) * (1 - come) / uncensored.before(time) / width;
        }
      }
    }
    return new PreparedMean(losses, false);
  }

  /** G: an event comes before a censoring of the same time. */
  private static final class Uncensored {
    private final double[] times;
    private final double[] after;

    Uncensored(double[] labels) {
      Integer[] order = new Integer[labels.length / 2];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Double.compare(labels[2 * a], labels[2 * b]));
      times = Arrays.stream(order).mapToDouble(i -> labels[2 * i]).toArray();
      after = new double[times.length];
      double share = 1;
      int end;
      for (int from = 0; from < times.length; from = end) {
        end = from;
        int lost = 0;
        int seen = 0;
        while (end < times.length && times[end] == times[from]) {
          boolean event = labels[2 * order[end] + 1] == 1;
          seen += event ? 1 : 0;
          lost += event ? 0 : 1;
          end++;
        }
        int atRisk = times.length - from - seen;
        share *= lost == 0 ? 1 : 1 - (double) lost / atRisk;
        Arrays.fill(after, from, end, share);
      }
    }

    /** The probability of not being censored before a time. */
    double before(double time) {
      int place = Arrays.binarySearch(times, time);
      int first = place < 0 ? -place - 1 : place;
      while (first > 0 && times[first - 1] >= time) {
        first--;
      }
      return first == 0 ? 1 : after[first - 1];
    }
  }
}
