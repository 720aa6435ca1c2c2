package org.taskweave.nn.model;

import java.util.List;
import org.taskweave.core.task.TaskSpec;

/** A loss or gradient became NaN or infinite; training cannot go on. */
public final class NonFiniteStepException extends RuntimeException {

  private NonFiniteStepException(String message) {
    super(message);
  }

  static void check(StepResult result, List<TaskSpec> tasks, int iteration) {
    for (int k = 0; k < tasks.size(); k++) {
      double loss = result.taskLosses()[k];
      if (tasks.get(k).weight() > 0 && !Double.isFinite(loss)) {
        throw new NonFiniteStepException(
            "the loss of task \""
                + tasks.get(k).name()
                + "\" is "
                + loss
                + " at step "
                + iteration
                + ". Likely causes: a learning rate that is too high (lower tasks."
                + tasks.get(k).name()
                + ".learningRate or encoder.learningRate, or set"
                + " training.clipNorm), or extreme label values (use log1p).");
      }
    }
    if (!Double.isFinite(result.gradientNorm())) {
      throw new NonFiniteStepException(
          "the gradient's norm is "
              + result.gradientNorm()
              + " at step "
              + iteration
              + " though all losses are finite. Likely cause: a learning rate that is too high; lower"
              + " encoder.learningRate and training.learningRate, or raise training.warmupShare.");
    }
  }
}
