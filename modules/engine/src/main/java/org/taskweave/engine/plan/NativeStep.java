package org.taskweave.engine.plan;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** A call of one of ND4J's kernels. */
record NativeStep(DifferentialFunction operation, OpContext context, String description)
    implements PlanStep {

  @Override
  public void run() {
    if (operation instanceof CustomOp custom) {
      Nd4j.getExecutioner().exec(custom, context);
    } else {
      Nd4j.getExecutioner().exec((Op) operation, context);
    }
  }

  @Override
  public void close() {
    context.purge();
  }
}
