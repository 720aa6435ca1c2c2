package org.taskweave.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Shaped views over flat blocks. */
public final class Buffers {

  private Buffers() {}

  static long length(long[] shape) {
    long length = 1;
    for (long dimension : shape) {
      length *= dimension;
    }
    return length;
  }

  /** The first values of a flat block, in the given shape and order. */
  static INDArray shaped(INDArray block, long[] shape, char order) {
    long length = length(shape);
    INDArray flat = block.length() == length ? block : block.get(NDArrayIndex.interval(0, length));
    return flat.reshape(order, shape);
  }

  /** Whether the values lie one after the other in C order. */
  public static boolean contiguous(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }
}
