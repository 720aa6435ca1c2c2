package org.taskweave.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** One progress bar at a time on standard error. */
final class ConsoleBar implements AutoCloseable {

  private ProgressBar bar;

  /**
   * Shows a new bar.
   *
   * @param steps -1 if their number is not known
   */
  void open(String name, int steps) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(500)
            .build();
  }

  boolean isOpen() {
    return bar != null;
  }

  void step() {
    bar.step();
  }

  void stepTo(int done) {
    bar.stepTo(done);
  }

  void message(String text) {
    bar.setExtraMessage(text);
  }

  /** A stage went on by one of so many parts: opens its bar, and closes it with the last. */
  void stage(String what, int done, int total) {
    if (!isOpen()) {
      open(what, total);
    }
    stepTo(done);
    if (done == total) {
      close();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
