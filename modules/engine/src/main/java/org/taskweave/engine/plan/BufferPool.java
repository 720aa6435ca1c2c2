package org.taskweave.engine.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Blocks of native memory that several plans share. A plan gets its buffers through a {@link
 * Lease}, which starts with every block free: two plans therefore use the same memory, and must not
 * be live (between a forward and the last read of its results) at the same time.
 */
final class BufferPool implements AutoCloseable {

  private final Map<DataType, List<INDArray>> blocks = new EnumMap<>(DataType.class);
  private boolean closed;

  /** Bytes held by all blocks. */
  long bytes() {
    return blocks.values().stream()
        .flatMap(List::stream)
        .mapToLong(block -> block.length() * block.dataType().width())
        .sum();
  }

  Lease lease() {
    if (closed) {
      throw new IllegalStateException("the buffer pool is closed");
    }
    return new Lease();
  }

  @Override
  public void close() {
    closed = true;
    blocks.values().forEach(list -> list.forEach(INDArray::close));
    blocks.clear();
  }

  /** One plan's view of the pool: which blocks it holds at the present point of its building. */
  final class Lease {

    private final Map<DataType, List<INDArray>> free = new EnumMap<>(DataType.class);

    private Lease() {
      blocks.forEach((type, list) -> free.put(type, new ArrayList<>(list)));
    }

    /** The smallest free block that holds the length, as a flat array; a new one if none does. */
    INDArray acquire(DataType type, long length) {
      List<INDArray> ofType = free.computeIfAbsent(type, t -> new ArrayList<>());
      int best = -1;
      for (int i = 0; i < ofType.size(); i++) {
        long size = ofType.get(i).length();
        if (size >= length && (best < 0 || size < ofType.get(best).length())) {
          best = i;
        }
      }
      return best >= 0 ? ofType.remove(best) : allocate(type, length);
    }

    void release(INDArray block) {
      free.get(block.dataType()).add(block);
    }

    private INDArray allocate(DataType type, long length) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray block = Nd4j.createUninitialized(type, new long[] {length}, 'c');
        blocks.computeIfAbsent(type, t -> new ArrayList<>()).add(block);
        return block;
      }
    }
  }
}
