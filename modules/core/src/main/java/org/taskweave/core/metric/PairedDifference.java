package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.List;

/**
 * One metric of two models on the same rows, and the interval of their difference: both are
 * measured on the same bootstrap resamples.
 *
 * @param first the first model's metric
 * @param difference first minus second
 * @param labels known ones
 */
public record PairedDifference(
    double first, double second, double difference, Bootstrap.Interval interval, int labels) {

  /**
   * Compares two models.
   *
   * @param task with its classes
   * @throws IllegalArgumentException the known labels of the two are not the same
   */
  public static PairedDifference of(
      Measured task,
      Metric metric,
      Evaluator.Predictions first,
      Evaluator.Predictions second,
      Bootstrap bootstrap) {
    KnownRows a = KnownRows.of(first, task.labelWidth(), task.scoreWidth());
    KnownRows b = KnownRows.of(second, task.labelWidth(), task.scoreWidth());
    if (!Arrays.equals(a.labels(), b.labels())) {
      throw new IllegalArgumentException(
          "the two models of task \"" + task.name() + "\" were scored on different rows");
    }
    Metric.Prepared ofFirst = metric.prepare(a.labels(), a.scores());
    Metric.Prepared ofSecond = metric.prepare(b.labels(), b.scores());
    double valueOfFirst = metric.value(a.labels(), a.scores());
    double valueOfSecond = metric.value(b.labels(), b.scores());
    return new PairedDifference(
        valueOfFirst,
        valueOfSecond,
        valueOfFirst - valueOfSecond,
        bootstrap.intervals(List.of(new Difference(ofFirst, ofSecond)), a.unitOfRow()).get(0),
        a.count());
  }

  private record Difference(Metric.Prepared first, Metric.Prepared second)
      implements Metric.Prepared {
    @Override
    public int rows() {
      return first.rows();
    }

    @Override
    public double value(int[] counts) {
      return first.value(counts) - second.value(counts);
    }
  }
}
