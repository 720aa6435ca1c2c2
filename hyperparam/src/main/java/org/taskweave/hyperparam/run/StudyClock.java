package org.taskweave.hyperparam.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What of a study's budget is used: its running time, over all processes that ran it, and epochs.
 */
final class StudyClock {

  private final double secondsBefore;
  private final long startNanos = System.nanoTime();
  private final AtomicInteger epochs;

  StudyClock(double secondsBefore, int epochsBefore) {
    this.secondsBefore = secondsBefore;
    this.epochs = new AtomicInteger(epochsBefore);
  }

  double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
  }

  void epochDone() {
    epochs.incrementAndGet();
  }

  int epochs() {
    return epochs.get();
  }
}
