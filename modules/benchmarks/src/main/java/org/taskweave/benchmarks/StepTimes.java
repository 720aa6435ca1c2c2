package org.taskweave.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times of repeated work after a warm-up, in milliseconds: "ours 16x64 forward min 1.0 median 1.1
 * processor 1.5", where the last is the least time that the process's threads worked in a run.
 */
final class StepTimes {

  private static final int WARM_UP = 8;

  private StepTimes() {}

  /** Runs the work and prints its line. */
  static void print(Shape shape, String name, int repeats, Runnable work) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (int i = 0; i < WARM_UP; i++) {
      work.run();
    }
    double[] milliseconds = new double[repeats];
    double processor = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repeats; i++) {
      long processorStart = system.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      milliseconds[i] = (System.nanoTime() - start) / 1e6;
      processor = Math.min(processor, (system.getProcessCpuTime() - processorStart) / 1e6);
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "ours %s %s min %.1f median %.1f processor %.1f%n",
        shape,
        name,
        milliseconds[0],
        milliseconds[repeats / 2],
        processor);
    System.out.flush();
  }
}
