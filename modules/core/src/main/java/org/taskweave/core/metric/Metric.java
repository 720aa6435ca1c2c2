package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A number that says how well scores fit labels. Labels are [n], or [n,C] for {@link
 * MultilabelMacroF1} and {@link MultilabelLogLoss}; scores are [n], or [n,C] for metrics made for C
 * classes; both flat and row-major. Scores must be finite.
 */
public interface Metric {

  /** As in recipes and reports. */
  String name();

  Direction direction();

  /**
   * Whether the metric of a bootstrap resample tells how sure the metric is; without that it has no
   * interval.
   */
  default boolean canBeResampled() {
    return true;
  }

  /** Whether it reads scores as probabilities, which a rule that ranks or chooses has none of. */
  default boolean needsProbabilities() {
    return false;
  }

  /**
   * Does the work that does not depend on how often a row counts, such as sorting.
   *
   * @throws IllegalArgumentException the lengths do not fit, or a score is not finite
   */
  Prepared prepare(double[] labels, double[] scores);

  /** The metric with every row counted once; NaN where it is undefined. */
  default double value(double[] labels, double[] scores) {
    Prepared prepared = prepare(labels, scores);
    int[] once = new int[prepared.rows()];
    Arrays.fill(once, 1);
    return prepared.value(once);
  }

  /** A metric of given labels and scores. */
  interface Prepared {

    /** A metric of n rows, by how often each counts. */
    static Prepared of(int rows, ToDoubleFunction<int[]> value) {
      return new Prepared() {
        @Override
        public int rows() {
          return rows;
        }

        @Override
        public double value(int[] counts) {
          return value.applyAsDouble(counts);
        }
      };
    }

    /** n. */
    int rows();

    /**
     * The metric of a resample.
     *
     * @param counts [n] how often each row is in it
     * @return NaN where it is undefined, as without any row
     */
    double value(int[] counts);
  }
}
