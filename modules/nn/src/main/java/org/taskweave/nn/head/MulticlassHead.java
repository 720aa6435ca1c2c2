package org.taskweave.nn.head;

import java.util.Arrays;
import java.util.Objects;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.TaskLoss;

/** A logit for each class, their softmax, and cross-entropy. */
record MulticlassHead(MulticlassTask task) implements SoftmaxHead {

  @Override
  public TaskLoss loss() {
    double[] classWeights = ClassNames.weights(task.classWeights());
    return task.focalGamma() == 0
        ? new MulticlassLoss(task.weight(), classWeights)
        : new FocalMulticlassLoss(task.weight(), task.focalGamma(), classWeights);
  }

  @Override
  public String meaning(Scale scale) {
    return "probabilities of: " + ClassNames.listed(task.classes());
  }

  /**
   * Cross-entropy -log p times (1 - p)^gamma, p the softmax of the label's class, and the class's
   * weight. Labels are one-hot.
   */
  public static final class FocalMulticlassLoss extends RowLoss {
    private double gamma;
    private double[] classWeights;

    /** For Jackson. */
    FocalMulticlassLoss() {}

    /** A loss with a task weight; without class weights they are 1. */
    FocalMulticlassLoss(double weight, double gamma, double... classWeights) {
      super(weight);
      this.gamma = gamma;
      this.classWeights = classWeights.clone();
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      int actual = 0;
      while (actual < label.length - 1 && label[actual] == 0) {
        actual++;
      }
      double highest = Arrays.stream(logits).max().orElseThrow();
      double sum = Arrays.stream(logits).map(x -> Math.exp(x - highest)).sum();
      double surprise = Math.log(sum) + highest - logits[actual]; // -log p
      double missing = 0; // 1 - p, without the cancellation
      for (int c = 0; c < logits.length; c++) {
        missing += c == actual ? 0 : Math.exp(logits[c] - highest) / sum;
      }
      double factor = classWeights.length == 0 ? 1 : classWeights[actual];
      double focus = Math.pow(missing, gamma);
      // The loss's derivative by log p.
      double slope =
          -focus
              - (missing == 0
                  ? 0
                  : gamma * Math.pow(missing, gamma - 1) * Math.exp(-surprise) * surprise);
      for (int c = 0; c < logits.length; c++) {
        double probability = Math.exp(logits[c] - highest) / sum;
        gradient[c] += factor * slope * ((c == actual ? 1 : 0) - probability);
      }
      return factor * focus * surprise;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other)
          && gamma == ((FocalMulticlassLoss) other).gamma
          && Arrays.equals(classWeights, ((FocalMulticlassLoss) other).classWeights);
    }

    @Override
    public int hashCode() {
      return Objects.hash(super.hashCode(), gamma, Arrays.hashCode(classWeights));
    }
  }
}
