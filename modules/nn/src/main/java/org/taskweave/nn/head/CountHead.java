package org.taskweave.nn.head;

import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.CountTask;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.TaskLoss;

/** The logarithm of the expected count, and its Poisson deviance. */
record CountHead(CountTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new PoissonLoss(task.weight());
  }

  @Override
  public IActivation activation() {
    return new Exponential();
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
    return "expected count";
  }

  /** e^x. */
  public static final class Exponential extends OutputFunction {
    @Override
    public <V> V apply(RowAlgebra<V> algebra, V logits) {
      return algebra.exp(logits);
    }
  }

  /**
   * Half the Poisson deviance of a count y with the logarithm x of its expectation: e^x - y x - y +
   * y log y, the negative log-likelihood less its least value.
   */
  public static final class PoissonLoss extends RowLoss {

    /** For Jackson. */
    PoissonLoss() {}

    /** A loss with a task weight. */
    PoissonLoss(double weight) {
      super(weight);
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      double count = label[0];
      double expected = Math.exp(logits[0]);
      gradient[0] += expected - count;
      return expected - count * logits[0] + (count == 0 ? 0 : count * Math.log(count) - count);
    }
  }
}
