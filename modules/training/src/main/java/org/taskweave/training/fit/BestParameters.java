package org.taskweave.training.fit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.nn.model.MultiTaskModel;

/** A copy of the best epoch's parameters: one piece of native memory for a whole training. */
final class BestParameters implements AutoCloseable {

  private INDArray values;

  /**
   * A copy.
   *
   * @param values of a checkpoint, closed with this; null when a training starts
   */
  BestParameters(INDArray values) {
    this.values = values;
  }

  /** The parameters of the model are the best ones now. */
  void take(MultiTaskModel model) {
    if (values == null) {
      values = model.copyParameters();
    } else {
      model.copyParametersInto(values);
    }
  }

  /** The copy; null before the first epoch. */
  INDArray values() {
    return values;
  }

  @Override
  public void close() {
    if (values != null) {
      values.close();
    }
  }
}
