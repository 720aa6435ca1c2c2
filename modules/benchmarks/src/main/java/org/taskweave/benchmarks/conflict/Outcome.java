package org.taskweave.benchmarks.conflict;

import java.util.List;

/**
 * A contender's runs.
 *
 * @param rates the grid
 * @param tuned the first measure's mean over the tuning seeds, by rate
 * @param rate the one chosen
 * @param measured the measures of each reported seed
 */
record Outcome(
    String name, List<Double> rates, double[] tuned, double rate, List<double[]> measured) {

  /** One measure, by seed. */
  double[] measure(int index) {
    return measured.stream().mapToDouble(values -> values[index]).toArray();
  }

  /** One measure minus that of another contender on the same seeds. */
  double[] minus(Outcome other, int index) {
    double[] differences = measure(index);
    double[] others = other.measure(index);
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= others[i];
    }
    return differences;
  }
}
