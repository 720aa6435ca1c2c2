package org.taskweave.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
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
          Math.max(1, COUNT - 1),
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

  /** Runs the body for 0 to items - 1 and returns when all are done. */
  public static void forEach(int items, Body body) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    for (int worker = 1; worker < Math.min(COUNT, items); worker++) {
      int index = worker;
      others.add(OTHERS.submit(() -> work(next, items, index, body)));
    }
    try {
      work(next, items, 0, body);
    } finally {
      next.set(items);
      others.forEach(Workers::await);
    }
  }

  private static void work(AtomicInteger next, int items, int worker, Body body) {
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      body.run(item, worker);
    }
  }

  private static void await(Future<?> other) {
    boolean interrupted = false;
    while (true) {
      try {
        other.get();
        break;
      } catch (InterruptedException e) {
        // The kernel's memory must not be given back while another thread writes to it.
        interrupted = true;
      } catch (ExecutionException | CancellationException e) {
        throw new IllegalStateException("a kernel failed", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
