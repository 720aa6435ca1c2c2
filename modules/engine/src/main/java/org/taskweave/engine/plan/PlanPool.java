package org.taskweave.engine.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory that all plans of one model share: one pool for results, one for what is fed in. Plans
 * of a pool run one after the other; close them before the pool.
 */
public final class PlanPool implements AutoCloseable {

  private final BufferPool results = new BufferPool();
  private final BufferPool inputs = new BufferPool();

  private final Map<String, INDArray> constants = new HashMap<>();

  /** An array of one value, shared by all plans. */
  INDArray constant(DataType type, double value, long... shape) {
    return constants.computeIfAbsent(
        type + " " + value + Arrays.toString(shape),
        key -> Nd4j.createUninitialized(type, shape, 'c').assign(value));
  }

  BufferPool results() {
    return results;
  }

  /** Starts handing out input arrays for one plan, from the beginning of the shared memory. */
  public InputArrays newInputs() {
    return new InputArrays(inputs.lease());
  }

  /** Native bytes held. */
  public long bytes() {
    return results.bytes() + inputs.bytes();
  }

  @Override
  public void close() {
    results.close();
    inputs.close();
    constants.values().forEach(INDArray::close);
    constants.clear();
  }

  /** Hands out the arrays that one plan's placeholders are bound to. */
  public static final class InputArrays {

    private final BufferPool.Lease lease;

    private InputArrays(BufferPool.Lease lease) {
      this.lease = lease;
    }

    /** An uninitialised array in C order. */
    public INDArray array(DataType type, long... shape) {
      return Buffers.shaped(lease.acquire(type, Buffers.length(shape)), shape, 'c');
    }
  }
}
