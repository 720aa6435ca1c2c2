package org.taskweave.core.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.RankedRow;
import org.taskweave.core.metric.TrivialPredictor;
import org.taskweave.core.task.NextItemTask.ItemLoss;

/**
 * A task that ranks a catalog's N items: scores [R,N], one column per item in the order of their
 * ids; a higher one is likelier. The score is the product of a query, which the head makes of the
 * shared representation, and the item's vector. A row that is learned from has one true item.
 */
public sealed interface RankingTask extends TaskSpec permits NextItemTask, NextBasketTask {

  @Override
  List<String> classes();

  @Override
  RankingTask withClasses(List<String> items);

  /** What is learned from a row's true item. */
  ItemLoss loss();

  /** Items drawn for each batch, or for each row. */
  int negatives();

  /** Divides scores. */
  double temperature();

  /** A row weighs (frequency of its item)^-popularityDiscount. */
  double popularityDiscount();

  /**
   * Adds what is wrong with the settings: a record's own accessors know nothing until it is made.
   */
  static Checks check(
      Checks checks,
      List<String> classes,
      ItemLoss loss,
      int negatives,
      double temperature,
      double popularityDiscount) {
    return checks
        .distinct("classes", classes)
        .given("loss", loss)
        .atLeast("negatives", negatives, 1)
        .atMost(
            "negatives", negatives, 1_000_000, "scores of all of them are in memory for each row")
        .positive("temperature", temperature)
        .atLeast("popularityDiscount", popularityDiscount, 0);
  }

  /** None: it is measured beside rules that are counted on the training split. */
  @Override
  default Optional<HistoryStatistic> floor() {
    return Optional.empty();
  }

  @Override
  default boolean hasClasses() {
    return true;
  }

  @Override
  default int outputWidth() {
    return classes().size();
  }

  /** Scores are reduced to rows of the ranking. */
  @Override
  default int scoreWidth() {
    return ranking().orElseThrow().rowWidth();
  }

  /** The items' shares: popularity. */
  @Override
  default TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.shares(labels, classes().size());
  }

  @Override
  default double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.NONE.scores(numbers, trivial);
  }

  @Override
  default Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.empty();
  }

  /** Of pairs of catalog row and score, the best first. */
  @Override
  default TaskPrediction prediction(double[] scores) {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int i = 0; i < scores.length && scores[i] != RankedRow.NONE; i += 2) {
      best.put(classes().get((int) scores[i]), scores[i + 1]);
    }
    return new TaskPrediction.Items(best);
  }

  @Override
  default Optional<String> unranked() {
    return Optional.of(
        "ranks items and gives no score of a user: leave --by out and name a --user");
  }
}
