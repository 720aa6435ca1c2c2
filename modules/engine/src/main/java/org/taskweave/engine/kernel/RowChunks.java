package org.taskweave.engine.kernel;

/**
 * Rows in chunks of equal size whose number depends on the rows alone, so that sums made chunk by
 * chunk are the same on any number of threads.
 */
public final class RowChunks {

  private static final int MAX_CHUNKS = 16;
  private static final int MIN_ROWS = 8;

  private final int rows;
  private final int size;

  /** The chunks of so many rows. */
  public RowChunks(int rows) {
    this.rows = rows;
    this.size = Math.max(MIN_ROWS, (rows + MAX_CHUNKS - 1) / MAX_CHUNKS);
  }

  /** How many chunks. */
  public int count() {
    return (rows + size - 1) / size;
  }

  /** A chunk's first row. */
  public int start(int chunk) {
    return chunk * size;
  }

  /** The row after a chunk's last. */
  public int end(int chunk) {
    return Math.min(rows, start(chunk) + size);
  }

  /** Adds up one vector per chunk, in order. */
  public static void sum(float[][] parts, NativeFloats into) {
    float[] total = parts[0].clone();
    for (int chunk = 1; chunk < parts.length; chunk++) {
      RowMath.add(total, parts[chunk], total.length);
    }
    into.put(0L, total, total.length);
  }
}
