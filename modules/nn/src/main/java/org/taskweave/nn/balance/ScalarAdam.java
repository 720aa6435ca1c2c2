package org.taskweave.nn.balance;

/** Adam (Kingma and Ba 2015) on K numbers that do not move in every step. */
final class ScalarAdam {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double learningRate;
  private final double[] values;
  private final double[] means;
  private final double[] squares;
  private final double[] steps;

  ScalarAdam(double learningRate, int size, double start) {
    this.learningRate = learningRate;
    this.values = new double[size];
    this.means = new double[size];
    this.squares = new double[size];
    this.steps = new double[size];
    java.util.Arrays.fill(values, start);
  }

  double value(int k) {
    return values[k];
  }

  double[] values() {
    return values.clone();
  }

  void set(int k, double value) {
    values[k] = value;
  }

  void step(int k, double gradient) {
    steps[k]++;
    means[k] = BETA1 * means[k] + (1 - BETA1) * gradient;
    squares[k] = BETA2 * squares[k] + (1 - BETA2) * gradient * gradient;
    double mean = means[k] / (1 - Math.pow(BETA1, steps[k]));
    double square = squares[k] / (1 - Math.pow(BETA2, steps[k]));
    values[k] -= learningRate * mean / (Math.sqrt(square) + EPSILON);
  }

  double[] state() {
    return States.join(values, means, squares, steps);
  }

  void restore(double[] state) {
    States.split(state, values, means, squares, steps);
  }
}
