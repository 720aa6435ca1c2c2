package org.taskweave.core.metric;

import java.util.ArrayList;
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
    return ofMeans(task, metric, List.of(first), List.of(second), bootstrap);
  }

  /**
   * Compares two kinds of models, each trained several times: the difference of the means over the
   * trainings, all of them on the same resamples.
   *
   * @param task with its classes
   * @param first at least one training's
   * @param second at least one training's
   * @throws IllegalArgumentException the known labels of two are not the same
   */
  public static PairedDifference ofMeans(
      Measured task,
      Metric metric,
      List<Evaluator.Predictions> first,
      List<Evaluator.Predictions> second,
      Bootstrap bootstrap) {
    KnownRows rows = KnownRows.of(first.get(0), task.labelWidth(), task.scoreWidth());
    Mean ofFirst = mean(task, metric, rows, first);
    Mean ofSecond = mean(task, metric, rows, second);
    int[] once = new int[rows.count()];
    Arrays.fill(once, 1);
    double valueOfFirst = ofFirst.value(once);
    double valueOfSecond = ofSecond.value(once);
    return new PairedDifference(
        valueOfFirst,
        valueOfSecond,
        valueOfFirst - valueOfSecond,
        bootstrap.intervals(List.of(new Difference(ofFirst, ofSecond)), rows.unitOfRow()).get(0),
        rows.count());
  }

  private static Mean mean(
      Measured task, Metric metric, KnownRows like, List<Evaluator.Predictions> trainings) {
    List<Metric.Prepared> prepared = new ArrayList<>();
    for (Evaluator.Predictions predictions : trainings) {
      KnownRows rows = KnownRows.of(predictions, task.labelWidth(), task.scoreWidth());
      if (!Arrays.equals(like.labels(), rows.labels())) {
        throw new IllegalArgumentException(
            "the two models of task \"" + task.name() + "\" were scored on different rows");
      }
      prepared.add(metric.prepare(rows.labels(), rows.scores()));
    }
    return new Mean(prepared);
  }

  private record Mean(List<Metric.Prepared> trainings) implements Metric.Prepared {
    @Override
    public int rows() {
      return trainings.get(0).rows();
    }

    @Override
    public double value(int[] counts) {
      return trainings.stream().mapToDouble(each -> each.value(counts)).average().orElseThrow();
    }
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
