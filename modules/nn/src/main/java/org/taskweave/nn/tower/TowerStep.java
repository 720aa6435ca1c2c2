package org.taskweave.nn.tower;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer of a tower; rows go in and come out. */
public sealed interface TowerStep {

  /**
   * Computes activation(x W + b).
   *
   * @param weights W [in,out]
   * @param bias b [1,out], if any
   */
  record Dense(INDArray weights, Optional<INDArray> bias, IActivation activation)
      implements TowerStep {

    /** Columns it reads. */
    public int inputs() {
      return (int) weights.size(0);
    }

    /** Columns it puts out. */
    public int outputs() {
      return (int) weights.size(1);
    }
  }

  /** Applies a function. */
  record Activated(IActivation activation) implements TowerStep {}

  /** Drops or disturbs values, in training alone. */
  record Dropped(IDropout dropout) implements TowerStep {}
}
