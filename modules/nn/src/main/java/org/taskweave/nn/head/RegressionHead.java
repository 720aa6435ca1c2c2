package org.taskweave.nn.head;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A number, and its squared distance from the standardised label. */
record RegressionHead(RegressionTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new SquaredErrorLoss(task.weight());
  }

  @Override
  public IActivation activation() {
    return Activation.IDENTITY.getActivationFunction();
  }

  @Override
  public int logits() {
    return 1;
  }

  @Override
  public int labelWidth() {
    return 1;
  }

  @Override
  public boolean isSquaredError() {
    return true;
  }

  @Override
  public String meaning(Scale scale) {
    return "standardised: the value is output * " + scale.deviation() + " + " + scale.mean();
  }
}
