package org.taskweave.nn.head;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit, its sigmoid, and binary cross-entropy. */
record BinaryHead(BinaryTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new BinaryLoss(task.weight(), task.positiveWeight());
  }

  @Override
  public IActivation activation() {
    return Activation.SIGMOID.getActivationFunction();
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
  public String meaning(Scale scale) {
    return "probability of yes";
  }
}
