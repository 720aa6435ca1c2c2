package org.taskweave.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void everyItemIsDoneOnce() {
    AtomicIntegerArray done = new AtomicIntegerArray(1000);
    Workers.forEach(1000, (item, worker) -> done.incrementAndGet(item));
    int[] counts = new int[1000];
    Arrays.setAll(counts, done::get);
    int[] ones = new int[1000];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, counts);
    Workers.forEach(0, (item, worker) -> done.incrementAndGet(0));
    assertEquals(1, done.get(0));
  }

  @Test
  void anErrorReachesTheCaller() {
    assertThrows(
        RuntimeException.class,
        () ->
            Workers.forEach(
                4,
                (item, worker) -> {
                  throw new IllegalStateException("item " + item);
                }));
  }

  /**
   * Three items at once: the first two fail, and the error arrives when the last one is done, too;
   * a fourth is not begun.
   */
  @Test
  void anErrorWaitsForAllThreads() {
    AtomicIntegerArray ended = new AtomicIntegerArray(1000);
    CountDownLatch all = new CountDownLatch(3);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.forEach(
                    1000,
                    3,
                    (item, worker) -> {
                      try {
                        all.countDown();
                        all.await(10, TimeUnit.SECONDS);
                        if (worker < 2) {
                          throw new ArithmeticException("a kernel's mistake");
                        }
                        Thread.sleep(300);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      } finally {
                        ended.incrementAndGet(item);
                      }
                    }));
    assertEquals(3, IntStream.range(0, ended.length()).map(ended::get).sum());
    assertEquals("a kernel's mistake", thrown.getCause().getMessage());
    assertEquals(1, thrown.getCause().getSuppressed().length);
  }

  @Test
  void memoryThatRunsOutIsNoFailedKernel() {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            Workers.forEach(
                4,
                3,
                (item, worker) -> {
                  throw new OutOfMemoryError("test");
                }));
  }

  @Test
  void chunksCoverAllRowsWhateverTheirNumber() {
    for (int rows : new int[] {1, 7, 8, 9, 127, 128, 1024, 4097}) {
      RowChunks chunks = new RowChunks(rows);
      int next = 0;
      for (int chunk = 0; chunk < chunks.count(); chunk++) {
        assertEquals(next, chunks.start(chunk));
        next = chunks.end(chunk);
      }
      assertEquals(rows, next);
    }
  }
}
