package org.taskweave.nn.head;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.ClassTask;
import org.taskweave.nn.loss.Likeness;

/** A logit for each of C classes and their softmax; labels [R,C] are one-hot. */
interface SoftmaxHead extends TaskHead {

  ClassTask task();

  @Override
  default IActivation activation() {
    return Activation.SOFTMAX.getActivationFunction();
  }

  @Override
  default int logits() {
    return task().outputWidth();
  }

  @Override
  default Likeness likeness() {
    return Likeness.DISTRIBUTION;
  }

  @Override
  default float[] labels(float[] values) {
    return ClassNames.oneHot(values, task().outputWidth());
  }

  @Override
  default int labelWidth() {
    return task().outputWidth();
  }
}
