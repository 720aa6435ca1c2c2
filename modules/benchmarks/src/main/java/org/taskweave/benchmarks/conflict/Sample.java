package org.taskweave.benchmarks.conflict;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/** Independent values of a quantity; NaN spoils them all. */
record Sample(double[] values) {

  double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Standard error of the mean; NaN for one value. */
  double standardError() {
    return values.length < 2
        ? Double.NaN
        : new StandardDeviation().evaluate(values) / Math.sqrt(values.length);
  }

  /** Half the width of the mean's 95 % interval by Student's t. */
  double halfInterval() {
    return values.length < 2
        ? Double.NaN
        : standardError()
            * new TDistribution(values.length - 1).inverseCumulativeProbability(0.975);
  }

  long negatives() {
    return Arrays.stream(values).filter(value -> value < 0).count();
  }
}
