package org.taskweave.hyperparam.ablate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.Measured;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.NextItemMetrics;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;

/**
 * What each part adds.
 *
 * @param split that was measured
 * @param seeds trainings of each variant
 * @param lines by task and metric, then variant
 * @param minutes of a training, the mean over seeds, by variant
 */
public record Ablation(String split, int seeds, List<Line> lines, Map<String, Double> minutes) {

  private static final List<String> OF_NEXT_ITEMS = List.of("ndcg@10", "hr@10", "recall@10");

  public Ablation {
    lines = List.copyOf(lines);
  }

  /**
   * A metric of a task with and without a part, means over seeds.
   *
   * @param variant the part that was left out, or what stands beside the recipe
   * @param whole of the recipe as it is
   * @param gain whole less without, or the other way round where lower is better: above 0 the
   *     recipe as it is is ahead
   * @param low of the gain's 95 % interval over users
   */
  public record Line(
      String task,
      String metric,
      boolean higherIsBetter,
      String variant,
      int labels,
      double whole,
      double without,
      double gain,
      double low,
      double high) {

    /** What the interval says. */
    public String verdict() {
      return low > 0 ? "ahead" : high < 0 ? "behind" : "undecided";
    }
  }

  /** A metric, and which rows it is of. */
  private record Measure(String name, Metric metric, boolean ofColdItems) {

    Evaluator.Predictions of(MeasuredRows rows) {
      return ofColdItems ? rows.ofColdItems() : rows.predictions();
    }
  }

  static List<Line> lines(
      List<? extends Measured> tasks,
      List<FinishedTraining> trainings,
      List<String> metrics,
      Bootstrap bootstrap) {
    List<String> variants =
        trainings.stream()
            .map(FinishedTraining::variant)
            .distinct()
            .filter(variant -> !variant.equals(FinishedTraining.WHOLE))
            .toList();
    List<Line> lines = new ArrayList<>();
    for (Measured task : tasks) {
      List<MeasuredRows> whole = rows(trainings, FinishedTraining.WHOLE, task.name());
      for (Measure measure : measures(task, whole.get(0), metrics)) {
        for (String variant : variants) {
          List<MeasuredRows> without = rows(trainings, variant, task.name());
          if (!without.isEmpty()) {
            lines.add(line(task, measure, variant, whole, without, bootstrap));
          }
        }
      }
    }
    return lines;
  }

  private static List<MeasuredRows> rows(
      List<FinishedTraining> trainings, String variant, String task) {
    return trainings.stream()
        .filter(training -> training.variant().equals(variant))
        .flatMap(training -> training.tasks().stream())
        .filter(rows -> rows.task().equals(task))
        .toList();
  }

  /**
   * Those that are named; without names the primary metric, of next items hit rate, too, and what
   * is measured of cold ones.
   */
  private static List<Measure> measures(Measured task, MeasuredRows rows, List<String> names) {
    if (!names.isEmpty()) {
      return Evaluator.metrics(task, rows.predictions()).stream()
          .filter(metric -> names.stream().anyMatch(metric.name()::equalsIgnoreCase))
          .map(metric -> new Measure(metric.name(), metric, false))
          .toList();
    }
    if (task.ranking().isEmpty()) {
      Metric primary = task.metrics().get(0);
      return List.of(new Measure(primary.name(), primary, false));
    }
    List<Measure> measures = new ArrayList<>();
    for (Metric metric : task.metrics()) {
      if (OF_NEXT_ITEMS.contains(metric.name().toLowerCase(Locale.ROOT))) {
        measures.add(new Measure(metric.name(), metric, false));
      }
    }
    if (rows.anyCold()) {
      for (Metric metric : NextItemMetrics.ofColdItems(task.ranking().get().items())) {
        measures.add(new Measure("cold " + metric.name(), metric, true));
      }
    }
    return measures;
  }

  private static Line line(
      Measured task,
      Measure measure,
      String variant,
      List<MeasuredRows> whole,
      List<MeasuredRows> without,
      Bootstrap bootstrap) {
    PairedDifference difference =
        PairedDifference.ofMeans(
            task,
            measure.metric(),
            whole.stream().map(measure::of).toList(),
            without.stream().map(measure::of).toList(),
            bootstrap);
    boolean higher = measure.metric().direction() == Direction.HIGHER_IS_BETTER;
    Bootstrap.Interval interval = difference.interval();
    return new Line(
        task.name(),
        measure.name(),
        higher,
        variant,
        difference.labels(),
        difference.first(),
        difference.second(),
        higher ? difference.difference() : -difference.difference(),
        higher ? interval.low() : -interval.high(),
        higher ? interval.high() : -interval.low());
  }

  /** A table for people. */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "task",
            "metric",
            "left out, or beside",
            "as it is",
            "without",
            "gain",
            "95 %",
            "as it is"));
    for (Line line : lines) {
      rows.add(
          List.of(
              line.task(),
              line.metric() + (line.higherIsBetter() ? " ↑" : " ↓"),
              line.variant(),
              Numbers.metric(line.whole()),
              Numbers.metric(line.without()),
              Numbers.metric(line.gain()),
              Numbers.metric(line.low()) + " to " + Numbers.metric(line.high()),
              line.verdict()));
    }
    List<List<String>> times = new ArrayList<>();
    times.add(List.of("variant", "minutes"));
    minutes.forEach(
        (variant, value) -> times.add(List.of(variant, String.format(Locale.ROOT, "%.1f", value))));
    return TextTable.of(rows)
        + "\n"
        + TextTable.of(times)
        + String.format(
            Locale.ROOT,
            "%nThe %s split; means over %d seed%s. Gain: above 0 the recipe as it is is better. The"
                + " interval resamples users, the same ones for both.%n",
            split,
            seeds,
            seeds == 1 ? "" : "s");
  }
}
