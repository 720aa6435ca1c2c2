package org.taskweave.nn.share;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.engine.vertex.RowFunctionVertex;

/**
 * The logit of a product of two probabilities. With logits a and b, p = s(a) s(b) for the logistic
 * function s has the odds 1 / (e^-a + e^-b + e^(-a-b)), so its logit is -logsumexp(-a, -b, -a-b),
 * which neither overflows nor loses digits where p is near 0 or 1. Inputs [B,1] to [B,1].
 */
public final class LogitProductVertex extends RowFunctionVertex {

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    INDArray terms = terms(inputs);
    INDArray greatest = terms.max(true, 1);
    INDArray sum = Transforms.exp(terms.subiColumnVector(greatest), false).sum(true, 1);
    return Transforms.log(sum, false).addi(greatest).negi();
  }

  /** The terms' shares are softmax(-a, -b, -a-b): those with a belong to a, those with b to b. */
  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray shares = Nd4j.nn().softmax(terms(inputs), 1);
    INDArray both = shares.getColumn(2, true);
    return new INDArray[] {
      shares.getColumn(0, true).add(both).muli(epsilon),
      shares.getColumn(1, true).add(both).muli(epsilon)
    };
  }

  private static INDArray terms(INDArray... inputs) {
    return Nd4j.hstack(inputs[0].neg(), inputs[1].neg(), inputs[0].add(inputs[1]).negi());
  }

  @Override
  public long width(long... widths) {
    return 1;
  }
}
