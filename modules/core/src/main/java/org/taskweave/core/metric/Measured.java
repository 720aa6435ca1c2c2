package org.taskweave.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured beside its baselines: a task, as an {@link Evaluator} sees it. Classes are those
 * of the training split; before they are known, only the names of the metrics mean anything.
 */
public interface Measured {

  /** Unique among what is measured together. */
  String name();

  /** The metrics; the first is the primary one, which tells how good a task is where one must. */
  List<Metric> metrics();

  /**
   * Metrics that compare the rows of a user among themselves, where the question is about items.
   *
   * @param users [n] the user of each row
   */
  default List<Metric> metricsWithin(int[] users) {
    return List.of();
  }

  /** Names of all metrics. */
  default List<String> metricNames() {
    return Stream.concat(metrics().stream(), metricsWithin(new int[0]).stream())
        .map(Metric::name)
        .toList();
  }

  /** How many numbers a row's label has. */
  int labelWidth();

  /** How many numbers the metrics read of a row's prediction. */
  int scoreWidth();

  /**
   * What predicts without looking at the input.
   *
   * @param labels [n, labelWidth] of the training split; rows that begin with NaN are missing
   * @throws IllegalArgumentException no label is known
   */
  TrivialPredictor trivial(double[] labels);

  /**
   * Predictions that a rule's numbers stand for.
   *
   * @param floor [n] what the rule says of each row; NaN where it says nothing
   * @return [n, scoreWidth]
   */
  double[] floorScores(double[] floor, TrivialPredictor trivial);

  /**
   * Precision and recall of each class, for kinds that have them.
   *
   * @param labels [n, labelWidth], n above 0
   * @param scores [n, scoreWidth]
   */
  Optional<ClassificationReport> report(double[] labels, double[] scores);

  /** The catalog whose items are ranked, where that is what is measured. */
  Optional<CatalogRanking> ranking();
}
