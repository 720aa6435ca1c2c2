package org.taskweave.nn.balance;

/** Gives each task's loss a factor. */
interface LossRule {

  /** The factors [K] of a step's losses; 0 where not known. */
  double[] factors(LossStep step);

  /**
   * The parameters have moved.
   *
   * @param factors of the step
   * @param outcome what else is known now
   */
  default void taken(LossStep step, double[] factors, Outcome outcome) {}

  /**
   * What a step led to.
   *
   * @param gradientNorms [K] of the losses' gradients at the shared representation, without any
   *     weight; empty if not read
   * @param lossesAfter [K] of the same batch after the step; empty if not asked for
   */
  record Outcome(double[] gradientNorms, double[] lossesAfter) {}

  /** Whether {@link Outcome#lossesAfter} is needed. */
  default boolean asksForLossesAfter() {
    return false;
  }

  /** What the next steps depend on. */
  default double[] state() {
    return new double[0];
  }

  /** Takes over a state. */
  default void restore(double[] state) {}

  /** exp(x_k) / sum exp(x) over the known tasks, 0 for the others. */
  static double[] softmax(double[] logits, boolean[] known) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logits.length; k++) {
      largest = known[k] ? Math.max(largest, logits[k]) : largest;
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      shares[k] = known[k] ? Math.exp(logits[k] - largest) : 0;
      sum += shares[k];
    }
    for (int k = 0; k < logits.length && sum > 0; k++) {
      shares[k] /= sum;
    }
    return shares;
  }
}
