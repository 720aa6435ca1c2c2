package org.taskweave.hyperparam.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeChanges;
import org.taskweave.hyperparam.report.CsvText;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;
import org.taskweave.training.run.MeasuredMetric;
import org.taskweave.training.run.RunHistory;

/** Two trainings or more beside each other: in what their recipes differ, and what came of it. */
public final class RunComparison {

  private static final int LONGEST_VALUE = 60;

  private final List<RunEntry> runs;
  private final List<RunHistory> histories;

  /**
   * A comparison.
   *
   * @throws InvalidInputException if there are fewer than two, or one is no training
   */
  public RunComparison(List<RunEntry> runs) {
    if (runs.size() < 2) {
      throw new InvalidInputException("one run alone cannot be compared: name two or more");
    }
    for (RunEntry run : runs) {
      if (run.history().isEmpty()) {
        throw new InvalidInputException(
            run.kind() == RunEntry.Kind.STUDY
                ? run.path()
                    + ": is a study and no training, so there is nothing to lay beside others; its"
                    + " trials are shown by: search --show "
                    + run.path()
                : run.path() + ": cannot be compared: " + run.state() + ": " + run.result());
      }
    }
    this.runs = List.copyOf(runs);
    this.histories = runs.stream().map(run -> run.history().orElseThrow()).toList();
  }

  /** Fields that the recipes do not agree on, each run's value. */
  public Map<String, List<String>> differences() {
    Map<String, List<String>> differing =
        new LinkedHashMap<>(
            RecipeChanges.among(histories.stream().map(RunHistory::recipe).toList()));
    List<String> data = histories.stream().map(RunHistory::dataHash).toList();
    if (data.stream().distinct().count() > 1) {
      differing.put("(hash of the data)", data);
    }
    return differing;
  }

  /** Whether all were measured on the same examples; if not, their numbers are of other rows. */
  public boolean sameExamples() {
    return differences().keySet().stream().noneMatch(RunComparison::changesExamples);
  }

  private static boolean changesExamples(String path) {
    boolean free =
        RecipeChanges.FREE.stream()
            .anyMatch(each -> path.equals(each) || path.startsWith(each + "["));
    return path.startsWith("(")
        || path.equals("seed")
        || path.startsWith("examples.")
        || (path.startsWith("data.") && !free);
  }

  /**
   * One number of one metric in each of the runs.
   *
   * @param split "test", or "dev" for that of the best epoch
   * @param values absent where a run has no such metric
   */
  public record Line(
      String split, String task, String metric, List<Optional<MeasuredMetric>> values) {

    public Line {
      values = List.copyOf(values);
    }
  }

  /** The test split's metrics, then dev's at each run's best epoch, which has no intervals. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    lines.addAll(lines("test", histories.stream().map(RunHistory::test).toList()));
    lines.addAll(lines("dev", histories.stream().map(RunComparison::dev).toList()));
    return lines;
  }

  private static List<MeasuredMetric> dev(RunHistory history) {
    List<MeasuredMetric> all = new ArrayList<>();
    history
        .best()
        .ifPresent(
            best ->
                best.devMetrics()
                    .forEach(
                        (task, metrics) ->
                            metrics.forEach(
                                (name, value) ->
                                    all.add(
                                        new MeasuredMetric(
                                            task,
                                            name,
                                            false,
                                            value,
                                            Double.NaN,
                                            Double.NaN,
                                            Double.NaN,
                                            OptionalDouble.empty(),
                                            0)))));
    return all;
  }

  private static List<Line> lines(String split, List<List<MeasuredMetric>> ofRuns) {
    Set<List<String>> names = new LinkedHashSet<>();
    ofRuns.forEach(all -> all.forEach(m -> names.add(List.of(m.task(), m.name()))));
    List<Line> lines = new ArrayList<>();
    for (List<String> name : names) {
      lines.add(
          new Line(
              split,
              name.get(0),
              name.get(1),
              ofRuns.stream()
                  .map(
                      all ->
                          all.stream()
                              .filter(
                                  m -> m.task().equals(name.get(0)) && m.name().equals(name.get(1)))
                              .findFirst())
                  .toList()));
    }
    return lines;
  }

  /** Tables for the terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>(List.of(header("recipe")));
    differences()
        .forEach(
            (path, values) -> {
              List<String> row = new ArrayList<>(List.of(path));
              values.forEach(value -> row.add(shortened(value)));
              rows.add(row);
            });
    text.append(rows.size() == 1 ? "The recipes and the data are the same.\n" : TextTable.of(rows));
    if (!sameExamples()) {
      text.append(
          "Data or examples differ: the numbers below are not of the same rows, so that a"
              + " difference may be theirs.\n");
    }
    for (String split : List.of("test", "dev")) {
      List<List<String>> measured =
          new ArrayList<>(
              List.of(
                  split.equals("test")
                      ? header("test", "metric", "trivial", "floor")
                      : header("dev, best epoch", "metric")));
      for (Line line : lines()) {
        if (line.split().equals(split)) {
          measured.add(row(line));
        }
      }
      if (measured.size() > 1) {
        text.append('\n').append(TextTable.of(measured));
      }
    }
    return text.toString();
  }

  private List<String> header(String... first) {
    List<String> header = new ArrayList<>(List.of(first));
    runs.forEach(run -> header.add(run.name()));
    return header;
  }

  private static List<String> row(Line line) {
    List<String> row = new ArrayList<>(List.of(line.task(), line.metric()));
    if (line.split().equals("test")) {
      row.add(distinct(line, MeasuredMetric::trivialBaseline));
      row.add(distinct(line, m -> m.floor().orElse(Double.NaN)));
    }
    for (Optional<MeasuredMetric> value : line.values()) {
      row.add(value.map(RunComparison::withInterval).orElse(""));
    }
    return row;
  }

  private static String distinct(Line line, ToDoubleFunction<MeasuredMetric> number) {
    return line.values().stream()
        .flatMap(Optional::stream)
        .mapToDouble(number)
        .filter(Double::isFinite)
        .mapToObj(Numbers::metric)
        .distinct()
        .collect(Collectors.joining("/"));
  }

  private static String withInterval(MeasuredMetric metric) {
    return Double.isNaN(metric.intervalLow())
        ? Numbers.metric(metric.value())
        : Numbers.metric(metric.value())
            + " ["
            + Numbers.metric(metric.intervalLow())
            + ", "
            + Numbers.metric(metric.intervalHigh())
            + "]";
  }

  /** One line per split, task, metric and run; numbers with all their digits. */
  public String csv() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "split",
            "task",
            "metric",
            "run",
            "value",
            "intervalLow",
            "intervalHigh",
            "trivialBaseline",
            "floor",
            "labels"));
    for (Line line : lines()) {
      for (int i = 0; i < runs.size(); i++) {
        String run = runs.get(i).name();
        line.values()
            .get(i)
            .ifPresent(
                m ->
                    rows.add(
                        List.of(
                            line.split(),
                            line.task(),
                            line.metric(),
                            run,
                            Numbers.exact(m.value()),
                            Numbers.exact(m.intervalLow()),
                            Numbers.exact(m.intervalHigh()),
                            Numbers.exact(m.trivialBaseline()),
                            Numbers.exact(m.floor().orElse(Double.NaN)),
                            m.labels() == 0 ? "" : Integer.toString(m.labels()))));
      }
    }
    return CsvText.of(rows);
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
