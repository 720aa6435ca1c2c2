package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.calibration.Nonconformity;

/** Measures the predictions of a task beside its trivial baseline and its floor. */
public final class Evaluator {
  private final Bootstrap bootstrap;

  public Evaluator(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * Labels and predictions of n rows (examples; tokens for tagging), row-major.
   *
   * @param labels [n, labelWidth] of the task; a row that begins with NaN is missing and counts
   *     nowhere
   * @param scores [n, scoreWidth] of the task
   * @param floor [n] what the task's rule says of each row, see {@link Measured#floorScores}
   * @param unitOfRow [n] from 0: rows of one user, which are resampled together; each row for
   *     itself when absent
   */
  public record Predictions(
      double[] labels, double[] scores, Optional<double[]> floor, Optional<int[]> unitOfRow) {

    /** Predictions without a floor, every row resampled for itself. */
    public static Predictions of(double[] labels, double[] scores) {
      return new Predictions(labels, scores, Optional.empty(), Optional.empty());
    }
  }

  /**
   * All metrics of a task, also those that compare the rows of a user among themselves, which hold
   * for just these rows.
   */
  public static List<Metric> metrics(Measured task, Predictions predictions) {
    return metrics(task, KnownRows.of(predictions, task.labelWidth(), task.scoreWidth()));
  }

  private static List<Metric> metrics(Measured task, KnownRows known) {
    List<Metric> metrics = new ArrayList<>(task.metrics());
    metrics.addAll(task.metricsWithin(known.unitOfRow()));
    return metrics;
  }

  /**
   * Evaluates a task.
   *
   * @param task with its classes
   * @param trivial learned from the training labels
   * @throws IllegalArgumentException lengths do not fit, or a score is not finite
   */
  public TaskEvaluation evaluate(Measured task, Predictions predictions, TrivialPredictor trivial) {
    KnownRows known = KnownRows.of(predictions, task.labelWidth(), task.scoreWidth());
    List<Metric> metrics = metrics(task, known);
    List<Metric.Prepared> prepared =
        metrics.stream().map(metric -> metric.prepare(known.labels(), known.scores())).toList();
    List<Bootstrap.Interval> intervals = bootstrap.intervals(prepared, known.unitOfRow());
    double[] constant = trivial.repeated(known.count());
    Optional<double[]> floor = known.floor().map(rule -> task.floorScores(rule, trivial));
    List<MetricResult> results = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      Metric metric = metrics.get(m);
      results.add(
          new MetricResult(
              metric.name(),
              metric.direction(),
              metric.value(known.labels(), known.scores()),
              intervals.get(m).low(),
              intervals.get(m).high(),
              metric.value(known.labels(), constant),
              floor.isPresent() && !metric.needsProbabilities()
                  ? OptionalDouble.of(metric.value(known.labels(), floor.get()))
                  : OptionalDouble.empty(),
              known.count()));
    }
    return new TaskEvaluation(
        task.name(),
        metrics.get(0).name(),
        results,
        known.count() == 0 ? Optional.empty() : task.report(known.labels(), known.scores()));
  }

  /**
   * How often labels lie in the regions that are predicted for them, and how large these are;
   * beside them regions of the same coverage that do not look at the input.
   *
   * @param coverage that the regions are made for
   * @param fit by labels that are not among these
   * @throws org.taskweave.core.InvalidInputException too few labels were there to fit it
   */
  public List<MetricResult> evaluate(
      Measured task,
      Predictions predictions,
      TrivialPredictor trivial,
      Nonconformity nonconformity,
      double coverage,
      ConformalFit fit) {
    KnownRows known = KnownRows.of(predictions, task.labelWidth(), task.scoreWidth());
    double[] constant = trivial.repeated(known.count());
    List<Metric> ofModel =
        RegionMetric.of(nonconformity, coverage, fit.ofModel().distance(coverage));
    List<Metric> ofTrivial =
        RegionMetric.of(nonconformity, coverage, fit.ofTrivial().distance(coverage));
    List<Metric.Prepared> prepared =
        ofModel.stream().map(metric -> metric.prepare(known.labels(), known.scores())).toList();
    List<Bootstrap.Interval> intervals = bootstrap.intervals(prepared, known.unitOfRow());
    List<MetricResult> results = new ArrayList<>();
    for (int m = 0; m < ofModel.size(); m++) {
      results.add(
          new MetricResult(
              ofModel.get(m).name(),
              ofModel.get(m).direction(),
              ofModel.get(m).value(known.labels(), known.scores()),
              intervals.get(m).low(),
              intervals.get(m).high(),
              ofTrivial.get(m).value(known.labels(), constant),
              OptionalDouble.empty(),
              known.count()));
    }
    return results;
  }

  /**
   * Rankings of a catalog's N items, each row reduced to a {@link RankedRow} or {@link BasketRow}
   * by a {@link CatalogRanker}.
   *
   * @param labels [n] 1; NaN where the item that came next is missing, and such a row counts
   *     nowhere
   * @param model [n,W]
   * @param popularity [n,W] of the same rows, ranked by popularity in the training split
   * @param rules the same rows ranked by rules, the best on dev first; not empty
   * @param cold [n] whether the item never came in the training split
   * @param unitOfRow [n] from 0: rows that are resampled together
   */
  public record Rankings(
      double[] labels,
      double[] model,
      double[] popularity,
      List<RankedRule> rules,
      boolean[] cold,
      int[] unitOfRow) {

    public Rankings {
      rules = List.copyOf(rules);
    }

    boolean anyCold() {
      for (int i = 0; i < cold.length; i++) {
        if (cold[i] && !Double.isNaN(labels[i])) {
          return true;
        }
      }
      return false;
    }

    Rankings ofColdItems() {
      double[] kept = labels.clone();
      for (int i = 0; i < cold.length; i++) {
        kept[i] = cold[i] ? kept[i] : Double.NaN;
      }
      return new Rankings(kept, model, popularity, rules, cold, unitOfRow);
    }
  }

  /**
   * Evaluates a ranking of a catalog; the trivial baseline is popularity, the floor the best rule.
   * Where there are rows whose item never came in training, "cold" metrics of these rows come last.
   *
   * @param task with the catalog's items
   */
  public TaskEvaluation evaluate(Measured task, Rankings rankings) {
    CatalogRanking ranking = task.ranking().orElseThrow();
    List<Metric> metrics = task.metrics();
    List<MetricResult> results = new ArrayList<>(results(ranking, metrics, "", rankings));
    if (rankings.anyCold()) {
      results.addAll(
          results(
              ranking,
              NextItemMetrics.ofColdItems(ranking.items()),
              "cold ",
              rankings.ofColdItems()));
    }
    return new TaskEvaluation(
        task.name(),
        metrics.get(0).name(),
        results,
        Optional.empty(),
        Optional.of(protocol(ranking, rankings)),
        rankings.rules().stream().map(rule -> result(ranking, rule, rankings)).toList());
  }

  private static RuleResult result(CatalogRanking ranking, RankedRule rule, Rankings rankings) {
    KnownRows known = known(ranking, rankings, rule.rows());
    Map<String, Double> values = new LinkedHashMap<>();
    for (Metric metric : ranking.metricsOfRules()) {
      values.put(metric.name(), metric.value(known.labels(), known.scores()));
    }
    return new RuleResult(rule.name(), values);
  }

  private List<MetricResult> results(
      CatalogRanking ranking, List<Metric> metrics, String prefix, Rankings rankings) {
    KnownRows model = known(ranking, rankings, rankings.model());
    double[] popularity = known(ranking, rankings, rankings.popularity()).scores();
    double[] floor = known(ranking, rankings, rankings.rules().get(0).rows()).scores();
    List<Metric> resampled = metrics.stream().filter(Metric::canBeResampled).toList();
    List<Bootstrap.Interval> intervals =
        bootstrap.intervals(
            resampled.stream()
                .map(metric -> metric.prepare(model.labels(), model.scores()))
                .toList(),
            model.unitOfRow());
    List<MetricResult> results = new ArrayList<>();
    for (Metric metric : metrics) {
      int at = resampled.indexOf(metric);
      results.add(
          new MetricResult(
              prefix + metric.name(),
              metric.direction(),
              metric.value(model.labels(), model.scores()),
              at < 0 ? Double.NaN : intervals.get(at).low(),
              at < 0 ? Double.NaN : intervals.get(at).high(),
              metric.value(model.labels(), popularity),
              OptionalDouble.of(metric.value(model.labels(), floor)),
              model.count()));
    }
    return results;
  }

  private static KnownRows known(CatalogRanking ranking, Rankings rankings, double[] rows) {
    return KnownRows.of(
        new Predictions(
            rankings.labels(), rows, Optional.empty(), Optional.of(rankings.unitOfRow())),
        1,
        ranking.rowWidth());
  }

  private static String protocol(CatalogRanking ranking, Rankings rankings) {
    return String.format(
        Locale.ROOT,
        "all %,d items ranked, %s%s; ties at their mean rank; trivial: popularity, floor: %s, both of"
            + " the training split%s",
        ranking.items(),
        ranking.seen() == SeenItems.FILTER
            ? "seen ones filtered unless they are what came next"
            : "seen ones too",
        ranking.ofBaskets()
            ? "; a row is a basket, repeatRecall of its items that were in the history and"
                + " exploreRecall of the others, each where there are any"
            : "",
        rankings.rules().get(0).name(),
        rankings.anyCold()
            ? "; cold: the item never came in training, chance has a rankShare of .5"
            : "");
  }
}
