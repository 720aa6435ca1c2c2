package org.taskweave.nn.head;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.nn.item.ItemContrast;
import org.taskweave.nn.loss.Likeness;
import org.taskweave.nn.loss.TaskLoss;

/**
 * The end of a task's network: what is made of the representation that it reads. One class for each
 * kind of task; see {@link TaskHeads}.
 */
public interface TaskHead {

  /** The task's loss, of labels [R,L] as {@link #labels} makes them and logits [R,W]. */
  TaskLoss loss();

  /** What turns logits into predictions. */
  IActivation activation();

  /** W, how many logits a row has. */
  int logits();

  /**
   * Labels as the loss reads them.
   *
   * @param values [R, labelWidth] of a batch, 0 where no label is known
   * @return [R,L]
   */
  default float[] labels(float[] values) {
    return values;
  }

  /** L, how many numbers of a label the loss reads. */
  int labelWidth();

  /** Adds output layers and loss; the last one has the task's name. */
  default void addTo(OutputSite site) {
    site.output(logits(), loss(), activation());
  }

  /** What is compared in a training batch, where items of a catalog are. */
  default Optional<ItemContrast> contrast(float[] shares) {
    return Optional.empty();
  }

  /**
   * Whether the loss is a squared error, twice a Gaussian's negative log-likelihood; others are
   * likelihoods themselves.
   */
  default boolean isSquaredError() {
    return false;
  }

  /** How a student's logits are compared with its teacher's. */
  default Likeness likeness() {
    return Likeness.VALUES;
  }

  /**
   * What the numbers of an output mean, for those who serve an exported model.
   *
   * @param scale of the labels that were learned, a value being output * deviation + mean
   */
  String meaning(Scale scale);

  /** How labels were standardised. */
  record Scale(double mean, double deviation) {}
}
