package org.taskweave.nn.head;

import org.taskweave.core.task.TokenTaggingTask;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit for each token and tag, softmax over the tags, and cross-entropy. */
record TokenTaggingHead(TokenTaggingTask task) implements SoftmaxHead {

  @Override
  public TaskLoss loss() {
    return new MulticlassLoss(task.weight(), ClassNames.weights(task.classWeights()));
  }

  @Override
  public String meaning(Scale scale) {
    return "for each token, probabilities of: " + ClassNames.listed(task.classes());
  }
}
