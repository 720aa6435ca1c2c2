package org.taskweave.hyperparam.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.hyperparam.store.DifferenceRow;
import org.taskweave.hyperparam.store.MetricRow;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;

/** A study's tables for the terminal. */
public final class StudyTables {

  private StudyTables() {}

  /** One line per trial: state, values, objectives (± spread over repeats), epochs, seconds. */
  public static String trials(List<Objective> objectives, List<Trial> trials) {
    List<List<String>> rows = new ArrayList<>();
    List<String> paths =
        trials.isEmpty() ? List.of() : List.copyOf(trials.get(0).values().keySet());
    List<String> header = new ArrayList<>(List.of("trial", "state"));
    paths.forEach(path -> header.add(shortened(path)));
    objectives.forEach(objective -> header.add(objective.name()));
    header.addAll(List.of("epochs", "seconds"));
    rows.add(header);
    for (Trial trial : trials) {
      List<String> row =
          new ArrayList<>(List.of(Integer.toString(trial.number()), trial.state().word()));
      paths.forEach(path -> row.add(Numbers.value(trial.values().get(path))));
      for (int k = 0; k < objectives.size(); k++) {
        row.add(trial.measured() ? objective(trial, k) : "");
      }
      row.add(Integer.toString(trial.epochs()));
      row.add(Numbers.seconds(trial.seconds()));
      rows.add(row);
    }
    return TextTable.of(rows);
  }

  private static String objective(Trial trial, int k) {
    String mean = Numbers.metric(trial.objectives().get(k));
    double spread = trial.spreads().get(k);
    return Double.isNaN(spread) ? mean : mean + " ± " + Numbers.metric(spread);
  }

  /** A path without the word "tasks". */
  static String shortened(String path) {
    return path.startsWith("tasks.") ? path.substring("tasks.".length()) : path;
  }

  /** What was found beside the default recipe, each task's primary metric on both splits. */
  public static String comparison(List<MetricRow> evaluations) {
    Map<List<String>, Map<String, MetricRow>> byMetric = new LinkedHashMap<>();
    for (MetricRow row : evaluations) {
      boolean compared = row.role().equals("found") || row.role().equals("default");
      if (compared && row.primary()) {
        byMetric
            .computeIfAbsent(
                List.of(row.split(), row.task(), row.metric()), key -> new LinkedHashMap<>())
            .put(row.role(), row);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "split",
            "task",
            "metric",
            "found",
            "95 % interval",
            "default",
            "95 % interval",
            "trivial",
            "floor",
            "labels"));
    byMetric.forEach(
        (key, roles) -> {
          MetricRow any = roles.values().iterator().next();
          rows.add(
              List.of(
                  key.get(0),
                  key.get(1),
                  key.get(2) + (any.higherIsBetter() ? " ↑" : " ↓"),
                  value(roles.get("found")),
                  interval(roles.get("found")),
                  value(roles.get("default")),
                  interval(roles.get("default")),
                  Numbers.metric(any.trivial()),
                  floor(any, roles.get("found")),
                  Integer.toString(any.labels())));
        });
    return TextTable.of(rows);
  }

  /** The one-line rule, marked where it beats what was found. */
  private static String floor(MetricRow any, MetricRow found) {
    if (Double.isNaN(any.floor())) {
      return "";
    }
    boolean below =
        found != null
            && (any.higherIsBetter() ? found.value() < any.floor() : found.value() > any.floor());
    return Numbers.metric(any.floor()) + (below ? " (better)" : "");
  }

  private static String value(MetricRow row) {
    return row == null ? "" : Numbers.metric(row.value());
  }

  private static String interval(MetricRow row) {
    return row == null ? "" : interval(row.low(), row.high());
  }

  static String interval(double low, double high) {
    return Numbers.metric(low) + " to " + Numbers.metric(high);
  }

  /** Each task together with the others and alone. */
  public static String differences(List<DifferenceRow> differences) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("task", "metric", "multi-task", "alone", "difference", "95 % interval", "verdict"));
    for (DifferenceRow row : differences) {
      rows.add(
          List.of(
              row.task(),
              row.metric() + (row.higherIsBetter() ? " ↑" : " ↓"),
              Numbers.metric(row.multi()),
              Numbers.metric(row.single()),
              Numbers.metric(row.difference()),
              interval(row.low(), row.high()),
              verdict(row)));
    }
    return TextTable.of(rows);
  }

  /** What the interval allows to say. */
  static String verdict(DifferenceRow row) {
    double low = row.higherIsBetter() ? row.low() : -row.high();
    double high = row.higherIsBetter() ? row.high() : -row.low();
    if (low > 0) {
      return "multi-task helps";
    }
    return high < 0 ? "negative transfer" : "no difference shown";
  }
}
