package org.taskweave.nn.head;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.nn.loss.Likeness;
import org.taskweave.nn.loss.MultilabelLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit for each class, its sigmoid, and the mean of binary cross-entropies. */
record MultilabelHead(MultilabelTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new MultilabelLoss(task.weight(), ClassNames.weights(task.classWeights()));
  }

  @Override
  public IActivation activation() {
    return Activation.SIGMOID.getActivationFunction();
  }

  @Override
  public int logits() {
    return task.outputWidth();
  }

  @Override
  public Likeness likeness() {
    return Likeness.PROBABILITIES;
  }

  @Override
  public int labelWidth() {
    return task.outputWidth();
  }

  @Override
  public String meaning(Scale scale) {
    return "one probability each: " + ClassNames.listed(task.classes());
  }
}
