package org.taskweave.engine.plan;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What ND4J holds of memory outside the Java heap, by its own counter of allocations. */
public final class NativeBytes {

  private NativeBytes() {}

  /** Bytes held now; skips the test on a backend that does not count them. */
  public static long held() {
    try {
      Class<?> environment =
          Class.forName("org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu$Environment");
      Object counters = environment.getMethod("getInstance").invoke(null);
      return (long) environment.getMethod("getDeviceCounter", int.class).invoke(counters, 0);
    } catch (ReflectiveOperationException e) {
      assumeTrue(false, "the CPU backend alone counts what it holds: " + e);
      throw new LinkageError("skipped", e);
    }
  }

  /** Waits until what others left to the garbage collector is freed, as far as it will be. */
  public static void settle() {
    long before = Long.MAX_VALUE;
    for (int i = 0; i < 20 && held() < before; i++) {
      before = held();
      System.gc();
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The most that a repetition of something adds to what is held.
   *
   * @param once runs it from start to end; it has run twice before the first measure
   */
  public static long growth(int times, Runnable once) {
    settle();
    once.run();
    once.run();
    long before = held();
    for (int i = 0; i < times; i++) {
      once.run();
    }
    return (held() - before) / times;
  }
}
