package org.taskweave.nn.engine;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;

/** One kernel call with everything it needs bound. */
record PlanStep(DifferentialFunction operation, OpContext context, String description) {

  void run(OpExecutioner executioner) {
    if (operation instanceof CustomOp custom) {
      executioner.exec(custom, context);
    } else {
      executioner.exec((Op) operation, context);
    }
  }
}
