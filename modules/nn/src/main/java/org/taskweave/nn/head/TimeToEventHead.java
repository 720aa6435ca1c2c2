package org.taskweave.nn.head;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.metric.TimeBins;
import org.taskweave.core.task.TimeToEventTask;
import org.taskweave.nn.loss.Likeness;
import org.taskweave.nn.loss.RowLoss;
import org.taskweave.nn.loss.TaskLoss;

/**
 * Discrete-time hazards: a logit for each bin of time, whose sigmoid is the probability that the
 * event comes in it if it has not come before (Brown 1975; Gensheimer and Narasimhan 2019).
 */
record TimeToEventHead(TimeToEventTask task) implements TaskHead {

  @Override
  public TaskLoss loss() {
    return new HazardLoss(task.weight());
  }

  @Override
  public IActivation activation() {
    return new ComeBefore(task.outputWidth());
  }

  @Override
  public int logits() {
    return task.outputWidth();
  }

  @Override
  public Likeness likeness() {
    return Likeness.PROBABILITIES;
  }

  /** How many bins were survived, and 1 if the event came in the next one. */
  @Override
  public float[] labels(float[] values) {
    TimeBins bins = task.time();
    float[] read = new float[values.length];
    for (int r = 0; r < values.length; r += 2) {
      int over = bins.over(values[r]);
      read[r] = over;
      read[r + 1] = over < bins.count() ? values[r + 1] : 0;
    }
    return read;
  }

  @Override
  public int labelWidth() {
    return 2;
  }

  @Override
  public String meaning(Scale scale) {
    List<Double> ends = task.bins();
    return "probabilities that it has happened within days: "
        + ends.stream().map(String::valueOf).collect(Collectors.joining("; "));
  }

  /** 1 - product over j <= k of (1 - sigmoid(x_j)) = 1 - e^-(sum of softplus(x_j)). */
  public static final class ComeBefore extends OutputFunction {
    private int bins;

    /** For Jackson. */
    ComeBefore() {}

    ComeBefore(int bins) {
      this.bins = bins;
    }

    @Override
    public <V> V apply(RowAlgebra<V> algebra, V logits) {
      V survived =
          algebra.exp(
              algebra.times(
                  algebra.softplus(logits), matrix(bins, bins, (j, k) -> j <= k ? -1 : 0)));
      double[] ones = new double[bins];
      Arrays.fill(ones, 1);
      return algebra.plus(
          algebra.times(survived, matrix(bins, bins, (j, k) -> j == k ? -1 : 0)), ones);
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other) && bins == ((ComeBefore) other).bins;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + bins;
    }
  }

  /**
   * Negative log-likelihood: softplus(x_k) for each bin k that was survived, softplus(-x_k) for the
   * one that the event came in. A censored row says nothing of the bins after.
   */
  public static final class HazardLoss extends RowLoss {

    /** For Jackson. */
    HazardLoss() {}

    /** A loss with a task weight. */
    HazardLoss(double weight) {
      super(weight);
    }

    @Override
    protected double row(double[] label, double[] logits, double[] gradient) {
      int survived = (int) label[0];
      double loss = 0;
      for (int k = 0; k < survived; k++) {
        loss += softplus(logits[k]);
        gradient[k] += sigmoid(logits[k]);
      }
      if (label[1] == 1) {
        loss += softplus(-logits[survived]);
        gradient[survived] -= sigmoid(-logits[survived]);
      }
      return loss;
    }
  }
}
