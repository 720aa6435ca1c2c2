package org.taskweave.nn.loss;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory for one large gradient in single precision that is used again and again. It lies outside
 * of workspaces: DL4J would copy an array of one of them to another.
 */
final class GradientBuffer {

  private INDArray values;

  /** An array with any values, which is the next call's, too. */
  INDArray array(long... shape) {
    long length = shape[0] * shape[1];
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (values == null || values.length() < length) {
        values = Nd4j.createUninitialized(DataType.FLOAT, new long[] {length}, 'c');
      }
      return values.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
    }
  }
}
