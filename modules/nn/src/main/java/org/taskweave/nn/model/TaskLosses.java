package org.taskweave.nn.model;

import java.util.List;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.MultilabelLoss;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;

/** The loss and the activation of each kind of task. */
final class TaskLosses {

  private TaskLosses() {}

  /** What turns logits into predictions. */
  static Activation activation(TaskSpec task) {
    if (task instanceof TaskSpec.Binary || task instanceof TaskSpec.Multilabel) {
      return Activation.SIGMOID;
    }
    return task instanceof TaskSpec.Regression ? Activation.IDENTITY : Activation.SOFTMAX;
  }

  /** The task's loss of its logits. */
  static TaskLoss loss(TaskSpec task) {
    if (task instanceof TaskSpec.Binary binary) {
      return new BinaryLoss(task.weight(), binary.positiveWeight());
    }
    if (task instanceof TaskSpec.Multiclass multiclass) {
      return new MulticlassLoss(task.weight(), array(multiclass.classWeights()));
    }
    if (task instanceof TaskSpec.TokenTagging tagging) {
      return new MulticlassLoss(task.weight(), array(tagging.classWeights()));
    }
    if (task instanceof TaskSpec.Multilabel multilabel) {
      return new MultilabelLoss(task.weight(), array(multilabel.classWeights()));
    }
    return new SquaredErrorLoss(task.weight());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
