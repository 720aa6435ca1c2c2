package org.taskweave.engine.plan;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of x + y: the incoming gradient itself, without a copy, where shapes agree, and its
 * column sums, as a product with ones, for a bias [H] under [R,H].
 */
final class AddGradientLowering implements Lowering {

  @Override
  public String operation() {
    return "add_bp";
  }

  @Override
  public boolean lower(KernelEmitter emitter) {
    for (int i = 0; i < 2; i++) {
      if (emitter.needed(i) && !sameShape(emitter, i) && !isBias(emitter, i)) {
        return false;
      }
    }
    INDArray gradient = emitter.argument(2);
    for (int i = 0; i < 2; i++) {
      if (!emitter.needed(i)) {
        continue;
      }
      if (sameShape(emitter, i)) {
        emitter.alias(i, 2);
      } else {
        long size = gradient.size(1);
        INDArray ones = emitter.constant(1, 1, gradient.size(0));
        emitter.emit(
            "matmul", new INDArray[] {ones, gradient}, emitter.output(i, size).reshape(1, size));
      }
    }
    return true;
  }

  private static boolean sameShape(KernelEmitter emitter, int argument) {
    return Arrays.equals(emitter.argument(argument).shape(), emitter.argument(2).shape());
  }

  private static boolean isBias(KernelEmitter emitter, int argument) {
    INDArray bias = emitter.argument(argument);
    INDArray gradient = emitter.argument(2);
    return bias.rank() == 1 && gradient.rank() == 2 && bias.size(0) == gradient.size(1);
  }
}
