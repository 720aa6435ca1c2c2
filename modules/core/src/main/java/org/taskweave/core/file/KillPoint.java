package org.taskweave.core.file;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a process can be made to die, to test what it leaves: before every change of a name, every
 * deletion and every line added to a log. The system property {@code taskweave.killAt} is the
 * number of the change, from 1, that the process does not live to make.
 */
final class KillPoint {

  /** What a process that was killed here ends with: as after SIGKILL. */
  private static final int KILLED = 137;

  private static final int AT = Integer.getInteger("taskweave.killAt", 0);
  private static final AtomicInteger PASSED = new AtomicInteger();

  private KillPoint() {}

  static void pass() {
    if (AT > 0 && PASSED.incrementAndGet() == AT) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
