package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.task.TaskSpec;

/** Measures the predictions of a task beside its trivial baseline and its floor. */
public final class Evaluator {
  private final Bootstrap bootstrap;

  public Evaluator(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * Labels and predictions of n rows (examples; tokens for tagging), row-major; C classes.
   *
   * @param labels [n]: 0 or 1, a class index, or a value; [n,C] for multilabel. NaN is missing (for
   *     multilabel in the row's first class), and such a row counts nowhere
   * @param scores as in {@link org.taskweave.core.batch.TaskScores}: [n], or [n,C]
   * @param floor [n]: for binary any ranking score (NaN ranks lowest), for regression a value (NaN
   *     is replaced by the training mean), for multiclass a class index (-1 is replaced by the
   *     majority)
   * @param unitOfRow [n] from 0: rows that are resampled together; each row for itself when absent
   */
  public record Predictions(
      double[] labels, double[] scores, Optional<double[]> floor, Optional<int[]> unitOfRow) {

    /** Predictions without a floor, every row resampled for itself. */
    public static Predictions of(double[] labels, double[] scores) {
      return new Predictions(labels, scores, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Evaluates a task.
   *
   * @param classNames C names in index order; for binary and regression they are ignored
   * @param trivial learned from the training labels
   * @throws IllegalArgumentException lengths do not fit, or a score is not finite
   */
  public TaskEvaluation evaluate(
      TaskSpec task, List<String> classNames, Predictions predictions, TrivialPredictor trivial) {
    boolean multilabel = task instanceof TaskSpec.Multilabel;
    int scoreWidth = trivial.prediction().length;
    int labelWidth = multilabel ? scoreWidth : 1;
    KnownRows known = KnownRows.of(predictions, labelWidth, scoreWidth);
    List<Metric> metrics = TaskMetrics.of(task, scoreWidth);
    List<Metric.Prepared> prepared =
        metrics.stream().map(metric -> metric.prepare(known.labels(), known.scores())).toList();
    List<Bootstrap.Interval> intervals = bootstrap.intervals(prepared, known.unitOfRow());
    double[] constant = trivial.repeated(known.count());
    Optional<double[]> floor = known.floor().map(scores -> floorScores(task, scores, trivial));
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
              floor.isPresent() && !needsProbabilities(metric)
                  ? OptionalDouble.of(metric.value(known.labels(), floor.get()))
                  : OptionalDouble.empty(),
              known.count()));
    }
    return new TaskEvaluation(
        task.name(), metrics.get(0).name(), results, report(task, classNames, known));
  }

  /**
   * Rankings of a catalog's N items, each row reduced to a {@link RankedRow} by a {@link
   * CatalogRanker}.
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
   * Evaluates a next-item task; the trivial baseline is popularity, the floor the best rule. Where
   * there are rows whose item never came in training, "cold" metrics of these rows come last.
   *
   * @param task with the catalog's items
   */
  public TaskEvaluation evaluate(TaskSpec.NextItem task, Rankings rankings) {
    List<Metric> metrics = TaskMetrics.of(task, task.outputWidth());
    List<MetricResult> results = new ArrayList<>(results(metrics, "", rankings));
    if (rankings.anyCold()) {
      results.addAll(
          results(
              NextItemMetrics.ofColdItems(task.outputWidth()), "cold ", rankings.ofColdItems()));
    }
    return new TaskEvaluation(
        task.name(),
        metrics.get(0).name(),
        results,
        Optional.empty(),
        Optional.of(protocol(task, rankings)),
        rankings.rules().stream().map(rule -> result(rule, rankings)).toList());
  }

  private static RuleResult result(RankedRule rule, Rankings rankings) {
    KnownRows known = known(rankings, rule.rows());
    Map<String, Double> values = new LinkedHashMap<>();
    for (Metric metric : NextItemMetrics.ofRules()) {
      values.put(metric.name(), metric.value(known.labels(), known.scores()));
    }
    return new RuleResult(rule.name(), values);
  }

  private List<MetricResult> results(List<Metric> metrics, String prefix, Rankings rankings) {
    KnownRows model = known(rankings, rankings.model());
    double[] popularity = known(rankings, rankings.popularity()).scores();
    double[] floor = known(rankings, rankings.rules().get(0).rows()).scores();
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

  private static KnownRows known(Rankings rankings, double[] rows) {
    return KnownRows.of(
        new Predictions(
            rankings.labels(), rows, Optional.empty(), Optional.of(rankings.unitOfRow())),
        1,
        RankedRow.WIDTH);
  }

  private static String protocol(TaskSpec.NextItem task, Rankings rankings) {
    return String.format(
        Locale.ROOT,
        "all %,d items ranked, %s; ties at their mean rank; trivial: popularity, floor: %s, both of"
            + " the training split%s",
        task.outputWidth(),
        task.seen() == TaskSpec.SeenItems.FILTER
            ? "seen ones filtered unless they are what came next"
            : "seen ones too",
        rankings.rules().get(0).name(),
        rankings.anyCold()
            ? "; cold: the item never came in training, chance has a rankShare of .5"
            : "");
  }

  /** A floor of a binary or multiclass task ranks or chooses; it gives no probabilities. */
  private static boolean needsProbabilities(Metric metric) {
    return metric instanceof LogLoss
        || metric instanceof CalibrationError
        || metric instanceof MulticlassLogLoss;
  }

  private static double[] floorScores(TaskSpec task, double[] floor, TrivialPredictor trivial) {
    if (task instanceof TaskSpec.Multiclass) {
      int classes = trivial.prediction().length;
      double[] scores = new double[floor.length * classes];
      for (int i = 0; i < floor.length; i++) {
        int chosen = floor[i] == -1 ? trivial.majority() : Rows.classIndex(floor[i], classes);
        scores[i * classes + chosen] = 1;
      }
      return scores;
    }
    double[] scores = floor.clone();
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        scores[i] =
            task instanceof TaskSpec.Regression ? trivial.prediction()[0] : -Double.MAX_VALUE;
      }
    }
    return scores;
  }

  private static Optional<ClassificationReport> report(
      TaskSpec task, List<String> classNames, KnownRows known) {
    if (task instanceof TaskSpec.Regression || known.count() == 0) {
      return Optional.empty();
    }
    if (task instanceof TaskSpec.Binary) {
      return Optional.of(ClassificationReport.ofBinary(known.labels(), known.scores()));
    }
    return Optional.of(
        task instanceof TaskSpec.Multilabel
            ? ClassificationReport.ofSets(classNames, known.labels(), known.scores())
            : ClassificationReport.ofClasses(classNames, known.labels(), known.scores()));
  }
}
