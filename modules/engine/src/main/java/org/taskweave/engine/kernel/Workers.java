package org.taskweave.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that kernels share: as many as OpenMP has ({@code OMP_NUM_THREADS}, else the number
 * of processors), the caller's own included.
 */
public final class Workers {

  /** Number of threads. */
  public static final int COUNT = count();

  private static final ExecutorService OTHERS =
      Executors.newFixedThreadPool(
          Math.max(2, COUNT - 1),
          work -> {
            Thread thread = new Thread(work, "taskweave-kernel");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  /** One item of a parallel loop. */
  @FunctionalInterface
  public interface Body {

    /**
     * Does one item.
     *
     * @param worker below {@link #COUNT}; no two items of a loop run at once with the same one
     */
    void run(int item, int worker);
  }

  /**
   * Runs the body for 0 to items - 1 and returns when no thread is at it any more. After an error
   * no further item is begun, and the first error is thrown with the others attached.
   */
  public static void forEach(int items, Body body) {
    forEach(items, COUNT, body);
  }

  static void forEach(int items, int threads, Body body) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    Throwable failure = null;
    try {
      for (int worker = 1; worker < Math.min(threads, items); worker++) {
        int index = worker;
        others.add(OTHERS.submit(() -> work(next, items, index, body)));
      }
      work(next, items, 0, body);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    // Memory that a kernel works on is given back when this returns: nobody may still write to it.
    for (Future<?> other : others) {
      Throwable also = await(other);
      if (failure == null) {
        failure = also;
      } else if (also != null && also != failure) {
        failure.addSuppressed(also);
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("a kernel failed: " + failure.getMessage(), failure);
    }
  }

  private static void work(AtomicInteger next, int items, int worker, Body body) {
    try {
      for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
        body.run(item, worker);
      }
    } catch (RuntimeException | Error e) {
      next.set(items);
      throw e;
    }
  }

  /** Waits for its end, interrupted or not; returns what it failed with, null if nothing. */
  private static Throwable await(Future<?> other) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int count() {
    String setting = System.getenv("OMP_NUM_THREADS");
    if (setting != null && setting.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(setting);
    }
    return Runtime.getRuntime().availableProcessors();
  }
}
