package org.taskweave.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
