package org.taskweave.nn.encoder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Outputs of the frozen layers by token sequence, so that a sequence that comes again is not
 * computed again. Filled up to a bound and then only read: what is in it never changes, so that a
 * training does not depend on when it was filled.
 *
 * <p>Models of the same encoder weights with the same layers frozen can share one: fill it first,
 * then read it from any thread.
 */
public final class FrozenStates implements AutoCloseable {

  private final long boundBytes;
  private final Map<Key, INDArray> states = new HashMap<>();
  private long bytes;

  /**
   * An empty store.
   *
   * @param boundBytes 0 to store nothing
   */
  public FrozenStates(long boundBytes) {
    this.boundBytes = boundBytes;
  }

  /** Real tokens of a row. */
  private record Key(int[] ids, int[] types) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && Arrays.equals(ids, that.ids)
          && Arrays.equals(types, that.types);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids) * 31 + Arrays.hashCode(types);
    }
  }

  boolean enabled() {
    return boundBytes > 0;
  }

  /** Bytes of native memory taken. */
  public long bytes() {
    return bytes;
  }

  /**
   * Reads a batch's states.
   *
   * @param into [B*T,H]; padding becomes 0
   * @return false, with the array in any state, if a row is not stored
   */
  boolean read(EncoderInputs batch, INDArray into) {
    if (states.isEmpty()) {
      return false;
    }
    Key[] keys = keys(batch);
    for (Key key : keys) {
      if (key.ids().length > 0 && !states.containsKey(key)) {
        return false;
      }
    }
    into.assign(0);
    for (int row = 0; row < keys.length; row++) {
      int real = keys[row].ids().length;
      if (real > 0) {
        rows(into, row * batch.length(), real).assign(states.get(keys[row]));
      }
    }
    return true;
  }

  /** Stores the rows of a batch [B*T,H] that are not there yet, as far as the bound allows. */
  void store(EncoderInputs batch, INDArray computed) {
    Key[] keys = keys(batch);
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      for (int row = 0; row < keys.length; row++) {
        int real = keys[row].ids().length;
        long size = real * computed.size(1) * computed.dataType().width();
        if (real == 0 || states.containsKey(keys[row]) || bytes + size > boundBytes) {
          continue;
        }
        states.put(keys[row], rows(computed, row * batch.length(), real).dup('c'));
        bytes += size;
      }
    }
  }

  void clear() {
    states.values().forEach(INDArray::close);
    states.clear();
    bytes = 0;
  }

  @Override
  public void close() {
    clear();
  }

  private static INDArray rows(INDArray array, int from, int count) {
    return array.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all());
  }

  private static Key[] keys(EncoderInputs batch) {
    int[] ids = batch.flatTokenIds().toIntVector();
    int[] types = batch.flatTokenTypeIds().toIntVector();
    float[] mask = batch.mask().dup('c').data().asFloat();
    Key[] keys = new Key[batch.batchSize()];
    for (int row = 0; row < keys.length; row++) {
      int start = row * batch.length();
      int real = 0;
      while (real < batch.length() && mask[start + real] != 0) {
        real++;
      }
      keys[row] =
          new Key(
              Arrays.copyOfRange(ids, start, start + real),
              Arrays.copyOfRange(types, start, start + real));
    }
    return keys;
  }
}
