package org.taskweave.serve.metrics;

import java.util.Arrays;

/** The newest values of a stream. Thread-safe. */
final class RecentValues {

  private static final int MOST = 1000;

  private final double[] values = new double[MOST];
  private long count;

  synchronized void add(double value) {
    values[(int) (count++ % MOST)] = value;
  }

  synchronized double[] all() {
    return Arrays.copyOf(values, (int) Math.min(count, MOST));
  }
}
