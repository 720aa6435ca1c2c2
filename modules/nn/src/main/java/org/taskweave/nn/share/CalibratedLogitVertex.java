package org.taskweave.nn.share;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.engine.vertex.RowFunctionVertex;

/**
 * AITM's behavioural expectation calibrator: the logit b of a later step of a funnel passes
 * unchanged, and the loss gains factor * mean(max(s(b) - s(a), 0)) over real rows, where a is the
 * logit of the step before and s the logistic function. Inputs: a and b [B,1]; optionally a mask
 * [B,T], whose rows without any 1 are padding. Output [B,1].
 */
public final class CalibratedLogitVertex extends RowFunctionVertex {

  private double factor;

  /** For Jackson. */
  CalibratedLogitVertex() {}

  /** A vertex whose penalty has a factor. */
  public CalibratedLogitVertex(double factor) {
    this.factor = factor;
  }

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public int mostInputs() {
    return 3;
  }

  @Override
  public INDArray forward(INDArray... inputs) {
    return inputs[1];
  }

  @Override
  public double penalty(INDArray... inputs) {
    INDArray excess = Transforms.sigmoid(inputs[1], true).subi(Transforms.sigmoid(inputs[0], true));
    return Transforms.max(excess, 0, false).muli(shares(inputs)).sumNumber().doubleValue();
  }

  /** No gradient at the mask: other vertices that read it give none, and DL4J adds only arrays. */
  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray epsilon) {
    INDArray before = Transforms.sigmoid(inputs[0], true);
    INDArray after = Transforms.sigmoid(inputs[1], true);
    INDArray violated = shares(inputs).muli(after.gt(before).castTo(after.dataType()));
    INDArray[] gradients = new INDArray[inputs.length];
    gradients[0] = before.mul(before.rsub(1)).muli(violated).negi();
    gradients[1] = after.mul(after.rsub(1)).muli(violated).addi(epsilon);
    return gradients;
  }

  /** The factor over the number of real rows, 0 for padding [B,1]. */
  private INDArray shares(INDArray... inputs) {
    INDArray rows =
        inputs.length == 3
            ? inputs[2].max(true, 1).castTo(inputs[0].dataType())
            : inputs[0].ulike().assign(1);
    return rows.muli(factor / Math.max(1, rows.sumNumber().doubleValue()));
  }

  @Override
  public long width(long... widths) {
    return 1;
  }
}
