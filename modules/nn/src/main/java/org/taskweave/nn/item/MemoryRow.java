package org.taskweave.nn.item;

/** Scores and differentiates one row after the other; one object for one thread. */
final class MemoryRow {

  /** The state can not say more than this, so that nothing overflows. */
  private static final double MOST_TRUST = 30;

  private final MemoryBatch batch;
  private final int channels;
  private final MemorySums sums;
  private final double[] factors;
  private final boolean[] seen;
  private final int[] found;
  private final HistoryItems.Reader histories;
  private int foundCount;

  MemoryRow(MemoryBatch batch, int scored) {
    this.batch = batch;
    this.channels = batch.channels();
    this.sums = new MemorySums(channels, batch.positions(), scored);
    this.factors = new double[MemoryVertex.POWERS * channels];
    this.seen = new boolean[scored];
    this.found = new int[scored];
    this.histories = batch.histories() == null ? null : batch.histories().reader();
  }

  private void read(int row) {
    for (int i = 0; i < foundCount; i++) {
      seen[found[i]] = false;
    }
    foundCount = histories == null ? 0 : histories.read(row);
    for (int i = 0; i < foundCount; i++) {
      found[i] = histories.item(i);
      seen[found[i]] = true;
    }
    sums.read(batch.tablesOf(row), batch.ages(), batch.events(), row * MemoryWindow.WIDTH);
    for (int term = 0; term < factors.length; term++) {
      factors[term] = Math.exp(Math.max(-MOST_TRUST, Math.min(MOST_TRUST, logFactor(row, term))));
    }
  }

  private double logFactor(int row, int term) {
    return batch.base()[term * MemoryWindow.SIZES + batch.size(row)]
        + batch.trust()[row * factors.length + term];
  }

  private double mass(int position) {
    double mass = 0;
    for (int k = 0; k < channels; k++) {
      double sum = sums.sum(k, position);
      if (sum > 0) {
        int term = MemoryVertex.POWERS * k;
        mass += sum * (factors[term] + sum * (factors[term + 1] + sum * factors[term + 2]));
      }
    }
    return mass * factor(position);
  }

  /** Of all channels. */
  private double factor(int position) {
    return batch.inverse()[position] * (seen[position] ? batch.repeat() : 1);
  }

  /** Puts log(exp(score) + M) in the place of the scores of the items that are spoken for. */
  void score(int row, Cells scores) {
    read(row);
    for (int i = 0; i < sums.count(); i++) {
      int position = sums.touched(i);
      double mass = mass(position);
      if (mass > 0) {
        long cell = (long) row * sums.scored() + position;
        scores.put(cell, mixed(scores.get(cell), mass));
      }
    }
  }

  private static double mixed(double score, double mass) {
    double log = Math.log(mass);
    double most = Math.max(score, log);
    return most + Math.log(Math.exp(score - most) + Math.exp(log - most));
  }

  /**
   * Multiplies the gradient at each score by the network's share of it.
   *
   * @param scores before the memory
   * @param gradients at the scores with the memory, put in place of those before
   */
  MemoryGradient differentiate(int row, Cells scores, Cells gradients) {
    read(row);
    double[] atTerms = new double[factors.length];
    double atRepeat = 0;
    for (int i = 0; i < sums.count(); i++) {
      int position = sums.touched(i);
      long cell = (long) row * sums.scored() + position;
      double mass = mass(position);
      double gradient = gradients.get(cell);
      // The derivative of log(exp(score) + M) by M.
      double atMass = mass > 0 ? gradient / (Math.exp(scores.get(cell)) + mass) : 0;
      gradients.put(cell, gradient - atMass * mass);
      atRepeat += seen[position] ? atMass * mass : 0;
      double scale = atMass * factor(position);
      for (int k = 0; k < channels; k++) {
        double sum = sums.sum(k, position);
        double atSum = 0;
        double power = 1;
        for (int p = 0; sum > 0 && p < MemoryVertex.POWERS; p++) {
          int term = MemoryVertex.POWERS * k + p;
          atSum += (p + 1) * factors[term] * power;
          power *= sum;
          atTerms[term] += scale * factors[term] * power;
        }
        sums.putGradient(k, position, scale * atSum);
      }
    }
    for (int term = 0; term < atTerms.length; term++) {
      atTerms[term] = Math.abs(logFactor(row, term)) < MOST_TRUST ? atTerms[term] : 0;
    }
    double[] atAges = new double[batch.ages().length];
    sums.addTo(atAges, batch.tablesOf(row), batch.events(), row * MemoryWindow.WIDTH);
    return new MemoryGradient(atTerms, atAges, atRepeat);
  }
}
