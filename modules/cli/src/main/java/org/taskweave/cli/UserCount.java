package org.taskweave.cli;

import java.util.Locale;
import org.taskweave.training.run.RunListener;

/**
 * Says now and then how many users are done, and how many a second, where their number is unknown.
 */
final class UserCount {

  private static final long NANOS_BETWEEN = 10_000_000_000L;

  private final RunListener listener;
  private final String done;
  private final long start = System.nanoTime();
  private long last = start;
  private long users;

  /**
   * A count from now on.
   *
   * @param done what happened to them, in a word
   */
  UserCount(RunListener listener, String done) {
    this.listener = listener;
    this.done = done;
  }

  /** One more. */
  void one() {
    users++;
    long now = System.nanoTime();
    if (now - last >= NANOS_BETWEEN) {
      last = now;
      listener.stage(
          String.format(
              Locale.ROOT,
              "%,d users %s, %,.0f a second",
              users,
              done,
              users / ((now - start) / 1e9)));
    }
  }
}
