package org.taskweave.engine.plan;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of {@link BfloatProductLowering}'s product, in bfloat16, too: dx = dy w', dw = x'
 * dy. They leave it in single precision, in which they are added up.
 */
final class BfloatProductGradientLowering implements Lowering {

  private final Lowering others = new MatmulGradientLowering();

  @Override
  public String operation() {
    return others.operation();
  }

  @Override
  public boolean lower(KernelEmitter emitter) {
    if (!BfloatProductLowering.isLinear(emitter)) {
      return others.lower(emitter);
    }
    INDArray dy = emitter.bfloat(2);
    if (emitter.needed(0)) {
      long[] shape = emitter.argument(0).shape();
      INDArray dx = emitter.scratch(DataType.BFLOAT16, shape);
      emitter.emit("matmul", new INDArray[] {dy, emitter.bfloat(1)}, dx, new long[] {0, 1, 0});
      emitter.convert(dx, emitter.output(0, shape));
    }
    if (emitter.needed(1)) {
      long[] shape = emitter.argument(1).shape();
      INDArray dw = emitter.scratch(DataType.BFLOAT16, shape);
      emitter.emit("matmul", new INDArray[] {emitter.bfloat(0), dy}, dw, new long[] {1, 0, 0});
      emitter.convert(dw, emitter.output(1, shape));
    }
    return true;
  }
}
