package org.taskweave.nn.head;

import java.util.Arrays;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.RegressionLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;

/** Numbers of the standardised label's scale: its mean, or quantiles that ascend. */
record RegressionHead(RegressionTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    if (task.loss() instanceof RegressionLoss.Huber huber) {
      return new HuberLoss(task.weight(), huber.delta());
    }
    if (task.loss() instanceof RegressionLoss.Quantile quantile) {
      return new QuantileLoss(
          task.weight(), quantile.levels().stream().mapToDouble(Double::doubleValue).toArray());
    }
    return new SquaredErrorLoss(task.weight());
  }

  @Override
  public IActivation activation() {
    return logits() > 1 ? new Ascending(logits()) : Activation.IDENTITY.getActivationFunction();
  }

  @Override
  public int logits() {
    return task.outputWidth();
  }

  @Override
  public int labelWidth() {
    return 1;
  }

  @Override
  public boolean isSquaredError() {
    return task.loss() instanceof RegressionLoss.SquaredError;
  }

  @Override
  public String meaning(Scale scale) {
    String of = task.parts().isEmpty() ? "" : " (" + String.join(", ", task.parts()) + ")";
    return "standardised: the value"
        + of
        + " is output * "
        + scale.deviation()
        + " + "
        + scale.mean();
  }

  /** e^2 up to delta, 2 delta |e| - delta^2 beyond, e the output less the label. */
  public static final class HuberLoss extends RowLoss {
    private double delta;

    /** For Jackson. */
    HuberLoss() {}

    /** A loss with a task weight. */
    HuberLoss(double weight, double delta) {
      super(weight);
      this.delta = delta;
    }

    @Override
    protected double row(double[] label, double[] outputs, double[] gradient) {
      double error = outputs[0] - label[0];
      if (Math.abs(error) <= delta) {
        gradient[0] += 2 * error;
        return error * error;
      }
      gradient[0] += 2 * delta * Math.signum(error);
      return 2 * delta * Math.abs(error) - delta * delta;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && delta == ((HuberLoss) other).delta;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + Double.hashCode(delta);
    }
  }

  /** x_0, and each following one more by the softplus of its logit. */
  public static final class Ascending extends OutputFunction {
    private int width;

    /** For Jackson. */
    Ascending() {}

    Ascending(int width) {
      this.width = width;
    }

    @Override
    public <V> V apply(RowAlgebra<V> algebra, V logits) {
      return ascending(algebra, logits, width);
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && width == ((Ascending) other).width;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + width;
    }
  }

  /** Pinball loss of {@link Ascending} quantiles, the mean over levels. */
  public static final class QuantileLoss extends RowLoss {
    private double[] levels;

    /** For Jackson. */
    QuantileLoss() {}

    /** A loss with a task weight. */
    QuantileLoss(double weight, double... levels) {
      super(weight);
      this.levels = levels.clone();
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      double loss = 0;
      double quantile = logits[0];
      for (int q = 0; q < levels.length; q++) {
        quantile += q == 0 ? 0 : softplus(logits[q]);
        double error = label[0] - quantile;
        double slope = error >= 0 ? levels[q] : levels[q] - 1;
        loss += slope * error / levels.length;
        for (int k = 0; k <= q; k++) {
          gradient[k] -= slope * (k == 0 ? 1 : sigmoid(logits[k])) / levels.length;
        }
      }
      return loss;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && Arrays.equals(levels, ((QuantileLoss) other).levels);
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + Arrays.hashCode(levels);
    }
  }
}
