package org.taskweave.nn.head;

import java.util.Objects;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.Likeness;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit, its sigmoid, and binary cross-entropy. */
record BinaryHead(BinaryTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return task.focalGamma() == 0
        ? new BinaryLoss(task.weight(), task.positiveWeight())
        : new FocalBinaryLoss(task.weight(), task.positiveWeight(), task.focalGamma());
  }

  @Override
  public IActivation activation() {
    return Activation.SIGMOID.getActivationFunction();
  }

  @Override
  public int logits() {
    return 1;
  }

  @Override
  public Likeness likeness() {
    return Likeness.PROBABILITIES;
  }

  @Override
  public int labelWidth() {
    return 1;
  }

  @Override
  public String meaning(Scale scale) {
    return "probability of yes";
  }

  /**
   * Binary cross-entropy -log p times (1 - p)^gamma, p the probability of the label, and the weight
   * of positives.
   */
  public static final class FocalBinaryLoss extends RowLoss {
    private double positiveWeight;
    private double gamma;

    /** For Jackson. */
    FocalBinaryLoss() {}

    /** A loss with a task weight. */
    FocalBinaryLoss(double weight, double positiveWeight, double gamma) {
      super(weight);
      this.positiveWeight = positiveWeight;
      this.gamma = gamma;
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      double sign = label[0] == 1 ? 1 : -1;
      double factor = label[0] == 1 ? positiveWeight : 1;
      double surprise = softplus(-sign * logits[0]); // -log p
      double missing = sigmoid(-sign * logits[0]); // 1 - p
      double focus = Math.pow(missing, gamma);
      gradient[0] -= factor * sign * focus * (missing + gamma * (1 - missing) * surprise);
      return factor * focus * surprise;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other)
          && positiveWeight == ((FocalBinaryLoss) other).positiveWeight
          && gamma == ((FocalBinaryLoss) other).gamma;
    }

    @Override
    public int hashCode() {
      return Objects.hash(super.hashCode(), positiveWeight, gamma);
    }
  }
}
