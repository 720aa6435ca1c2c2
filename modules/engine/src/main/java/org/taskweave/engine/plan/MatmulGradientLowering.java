package org.taskweave.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * The gradients of a product of matrices x [R,H] w [H,I]: dx = dy w', dw = x' dy, each only where
 * something reads it (a frozen weight's is not).
 */
final class MatmulGradientLowering implements Lowering {

  @Override
  public String operation() {
    return "matmul_bp";
  }

  @Override
  public boolean lower(KernelEmitter emitter) {
    INDArray x = emitter.argument(0);
    INDArray w = emitter.argument(1);
    INDArray dy = emitter.argument(2);
    if (x.rank() != 2 || w.rank() != 2 || transposes(emitter)) {
      return false;
    }
    if (emitter.needed(0)) {
      emitter.emit(
          "matmul", new INDArray[] {dy, w}, emitter.output(0, x.shape()), new long[] {0, 1, 0});
    }
    if (emitter.needed(1)) {
      emitter.emit(
          "matmul", new INDArray[] {x, dy}, emitter.output(1, w.shape()), new long[] {1, 0, 0});
    }
    return true;
  }

  static boolean transposes(KernelEmitter emitter) {
    for (long flag : ((DynamicCustomOp) emitter.function()).iArgs()) {
      if (flag != 0) {
        return true;
      }
    }
    return false;
  }
}
