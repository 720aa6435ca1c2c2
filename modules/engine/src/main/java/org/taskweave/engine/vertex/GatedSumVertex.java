package org.taskweave.engine.vertex;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of experts weighed by a gate, y = sum_i g_i e_i: gate [B,n] and n experts [B,H] to [B,H].
 */
public final class GatedSumVertex extends RowFunctionVertex {

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public int mostInputs() {
    return -1;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    INDArray sum = inputs[1].mulColumnVector(column(inputs[0], 0));
    for (int i = 2; i < inputs.length; i++) {
      sum.addi(inputs[i].mulColumnVector(column(inputs[0], i - 1)));
    }
    return sum;
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray[] gradients = new INDArray[inputs.length];
    gradients[0] = inputs[0].ulike();
    for (int i = 1; i < inputs.length; i++) {
      gradients[i] = epsilon.mulColumnVector(column(inputs[0], i - 1));
      gradients[0].putColumn(i - 1, epsilon.mul(inputs[i]).sum(1));
    }
    return gradients;
  }

  private static INDArray column(INDArray gate, int index) {
    return gate.getColumn(index, true);
  }

  @Override
  public long width(long... widths) {
    if (widths[0] != widths.length - 1) {
      throw new IllegalArgumentException(
          "a gate of " + widths[0] + " weights for " + (widths.length - 1) + " experts");
    }
    return Arrays.stream(widths).skip(1).findFirst().orElseThrow();
  }
}
