package org.taskweave.nn.head;

import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.OrdinalTask;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.TaskLoss;

/**
 * Cumulative logits (McCullagh 1980): P(class <= k) is the sigmoid of a threshold t_k. The C - 1
 * thresholds of a row ascend: t_0 is the first logit x_0, t_k = t_(k-1) + softplus(x_k), so that a
 * row moves along the classes by x_0 and is more or less sure by the others (Peterson and Harrell
 * 1990, partial proportional odds).
 */
record OrdinalHead(OrdinalTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new CumulativeLogitLoss(task.weight());
  }

  @Override
  public IActivation activation() {
    return new ClassesBetweenThresholds(task.outputWidth());
  }

  @Override
  public int logits() {
    return task.outputWidth() - 1;
  }

  /** The index of the class. */
  @Override
  public int labelWidth() {
    return 1;
  }

  @Override
  public String meaning(Scale scale) {
    return "probabilities of, from the lowest to the highest: " + ClassNames.listed(task.classes());
  }

  /** Probabilities [R,C] of logits [R,C-1]: differences of the sigmoids of thresholds. */
  public static final class ClassesBetweenThresholds extends OutputFunction {
    private int classes;

    /** For Jackson. */
    ClassesBetweenThresholds() {}

    ClassesBetweenThresholds(int classes) {
      this.classes = classes;
    }

    @Override
    public <V> V apply(RowAlgebra<V> algebra, V logits) {
      int thresholds = classes - 1;
      V upTo = algebra.sigmoid(ascending(algebra, logits, thresholds));
      V differences =
          algebra.times(
              upTo, matrix(thresholds, classes, (k, c) -> c == k ? 1 : c == k + 1 ? -1 : 0));
      double[] lastIsTheRest = new double[classes];
      lastIsTheRest[thresholds] = 1;
      return algebra.plus(differences, lastIsTheRest);
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && classes == ((ClassesBetweenThresholds) other).classes;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + classes;
    }
  }

  /**
   * -log(sigmoid(b) - sigmoid(a)), a and b the thresholds below and above the class, which is
   * softplus(-b) + softplus(a) - log(1 - e^(a-b)).
   */
  public static final class CumulativeLogitLoss extends RowLoss {

    /** For Jackson. */
    CumulativeLogitLoss() {}

    /** A loss with a task weight. */
    CumulativeLogitLoss(double weight) {
      super(weight);
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      int c = (int) label[0];
      double threshold = logits[0];
      for (int k = 1; k < c; k++) {
        threshold += softplus(logits[k]);
      }
      double loss = 0;
      double atBelow = 0; // the loss's derivatives by the two thresholds
      double atAbove = 0;
      double above = threshold;
      if (c > 0) {
        double below = threshold;
        loss += softplus(below);
        atBelow += sigmoid(below);
        if (c < logits.length) {
          double gap = softplus(logits[c]);
          above = below + gap;
          loss -= Math.log(-Math.expm1(-gap));
          atBelow += 1 / Math.expm1(gap);
          atAbove -= 1 / Math.expm1(gap);
        }
      }
      if (c < logits.length) {
        loss += softplus(-above);
        atAbove -= sigmoid(-above);
      }
      gradient[0] += atBelow + atAbove;
      for (int k = 1; k < logits.length && k <= c; k++) {
        gradient[k] += sigmoid(logits[k]) * (k < c ? atBelow + atAbove : atAbove);
      }
      return loss;
    }
  }
}
