package org.taskweave.nn.balance;

/** Combines the gradients of several tasks linearly. */
interface GradientRule {

  /** The weights [K] of the gradients in their combination; changes nothing. */
  double[] weights(GradientStep step);

  /** The parameters have moved by these weights. */
  default void taken(GradientStep step, double[] weights) {}

  /** What the next steps depend on; empty for most rules. */
  default double[] state() {
    return new double[0];
  }

  /** Takes over a state. */
  default void restore(double[] state) {}
}
