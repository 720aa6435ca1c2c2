package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.RuleResult;
import org.taskweave.core.metric.TaskEvaluation;

/**
 * Evaluations as a text table; the arrow beside a metric says which way is better, and a model that
 * a one-line rule beats is marked.
 */
public final class EvaluationTable {

  private static final String BELOW = "below the floor";

  private EvaluationTable() {}

  /** The table, one line per task and metric, and below it how tasks were measured. */
  public static String of(List<TaskEvaluation> evaluations) {
    return of(evaluations, "model");
  }

  /**
   * As above.
   *
   * @param measured what made the predictions, as the column's name
   */
  public static String of(List<TaskEvaluation> evaluations, String measured) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("task", "metric", measured, "95 % interval", "trivial", "floor", "labels", ""));
    for (TaskEvaluation evaluation : evaluations) {
      for (MetricResult metric : evaluation.metrics()) {
        rows.add(
            List.of(
                metric.name().equals(evaluation.primaryMetric()) ? evaluation.task() : "",
                metric.name() + (metric.direction() == Direction.HIGHER_IS_BETTER ? " ↑" : " ↓"),
                number(metric.value()),
                interval(metric),
                number(metric.trivialBaseline()),
                metric.floor().isPresent() ? number(metric.floor().getAsDouble()) : "",
                String.format(Locale.ROOT, "%,d", metric.labelCount()),
                evaluation.marked(metric) ? BELOW : ""));
      }
    }
    StringBuilder protocols = new StringBuilder();
    for (TaskEvaluation evaluation : evaluations) {
      evaluation
          .protocol()
          .ifPresent(
              protocol ->
                  protocols.append(evaluation.task()).append(": ").append(protocol).append('\n'));
      protocols.append(rules(evaluation));
    }
    return render(rows, 2) + protocols;
  }

  /** The rules of one line that a next-item task is measured beside, or nothing. */
  private static String rules(TaskEvaluation evaluation) {
    if (evaluation.rules().isEmpty()) {
      return "";
    }
    List<String> metrics = List.copyOf(evaluation.rules().get(0).values().keySet());
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(evaluation.task() + ": rule, best on dev first"));
    metrics.forEach(metric -> header.add(metric + " ↑"));
    rows.add(header);
    for (RuleResult rule : evaluation.rules()) {
      List<String> row = new ArrayList<>(List.of(rule.rule()));
      metrics.forEach(metric -> row.add(number(rule.values().get(metric))));
      rows.add(row);
    }
    return "\n" + render(rows, 1);
  }

  /** Some metrics have a value but no interval. */
  private static String interval(MetricResult metric) {
    if (Double.isNaN(metric.intervalLow()) && !Double.isNaN(metric.value())) {
      return "none";
    }
    return number(metric.intervalLow()) + " to " + number(metric.intervalHigh());
  }

  /** A classification report as a table, one line per class. */
  public static String report(ClassificationReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("class", "precision", "recall", "F1", "labels"));
    for (ClassificationReport.Row row : report.rows()) {
      rows.add(
          List.of(
              row.className(),
              number(row.precision()),
              number(row.recall()),
              number(row.f1()),
              String.format(Locale.ROOT, "%,d", row.support())));
    }
    return render(rows, 1);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String render(List<List<String>> rows, int leftColumns) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = rows.get(r).get(i);
        String padding = " ".repeat(widths[i] - cell.length());
        boolean left = i < leftColumns;
        line.append(left ? cell + padding : padding + cell).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        for (int width : widths) {
          text.append("-".repeat(width)).append("  ");
        }
        text.setLength(text.length() - 2);
        text.append('\n');
      }
    }
    return text.toString();
  }
}
