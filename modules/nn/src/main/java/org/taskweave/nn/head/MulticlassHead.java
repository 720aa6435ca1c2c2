package org.taskweave.nn.head;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit for each class, their softmax, and cross-entropy. */
record MulticlassHead(MulticlassTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new MulticlassLoss(task.weight(), ClassNames.weights(task.classWeights()));
  }

  @Override
  public IActivation activation() {
    return Activation.SOFTMAX.getActivationFunction();
  }

  @Override
  public int logits() {
    return task.outputWidth();
  }

  @Override
  public float[] labels(float[] values) {
    return ClassNames.oneHot(values, task.outputWidth());
  }

  @Override
  public int labelWidth() {
    return task.outputWidth();
  }

  @Override
  public String meaning(Scale scale) {
    return "probabilities of: " + ClassNames.listed(task.classes());
  }
}
