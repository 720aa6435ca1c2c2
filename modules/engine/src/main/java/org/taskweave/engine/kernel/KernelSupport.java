package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.plan.Buffers;

/** Where kernels can do the work: single precision on a CPU. */
public final class KernelSupport {

  private KernelSupport() {}

  /** Whether kernels can work with this type here. */
  public static boolean serves(DataType type) {
    return type == DataType.FLOAT && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /** The array, or a copy if its values do not lie one after the other in C order. */
  public static INDArray contiguous(INDArray array) {
    return Buffers.contiguous(array) ? array : array.dup('c');
  }
}
