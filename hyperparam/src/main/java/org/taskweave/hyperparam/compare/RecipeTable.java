package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.taskweave.hyperparam.report.CsvText;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;

/**
 * Recipes beside each other.
 *
 * @param lines by split, task, metric and recipe
 */
public record RecipeTable(List<Line> lines) {

  private static final List<String> HEADER =
      List.of(
          "split",
          "task",
          "metric",
          "higherIsBetter",
          "recipe",
          "seeds",
          "labels",
          "mean",
          "halfInterval",
          "floor",
          "minutes");

  public RecipeTable {
    lines = List.copyOf(lines);
  }

  /**
   * A metric of a recipe.
   *
   * @param split "dev" or "test"
   * @param labels that it was measured on
   * @param values over seeds
   * @param floor of the task's best one-line rule by this metric; NaN where it has none
   * @param minutes of a training, with its evaluations, over seeds
   */
  public record Line(
      String split,
      String task,
      String metric,
      boolean higherIsBetter,
      String recipe,
      int labels,
      Spread values,
      double floor,
      Spread minutes) {}

  /** Tasks and metrics in the order of the first recipe's scores. */
  static RecipeTable of(List<String> recipes, List<TrainedRow> rows) {
    List<Line> lines = new ArrayList<>();
    for (TrainedRow.Score like : of(recipes.get(0), rows).get(0).scores()) {
      for (String recipe : recipes) {
        List<TrainedRow> own = of(recipe, rows);
        List<TrainedRow.Score> scores =
            own.stream()
                .flatMap(row -> row.scores().stream())
                .filter(score -> score.isOf(like))
                .toList();
        if (scores.isEmpty()) {
          continue;
        }
        TrainedRow.Score one = scores.get(0);
        lines.add(
            new Line(
                like.split(),
                like.task(),
                like.metric(),
                like.higherIsBetter(),
                recipe,
                one.labels(),
                Spread.of(scores.stream().map(TrainedRow.Score::value).toList()),
                one.floor(),
                Spread.of(own.stream().map(row -> row.seconds() / 60).toList())));
      }
    }
    return new RecipeTable(lines);
  }

  private static List<TrainedRow> of(String recipe, List<TrainedRow> rows) {
    return rows.stream().filter(row -> row.method().equals(recipe)).toList();
  }

  /** For the terminal: a table for each split. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String split : lines.stream().map(Line::split).distinct().toList()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of(split, "metric", "recipe", "mean", "floor", "labels", "minutes"));
      for (Line line : lines) {
        if (line.split().equals(split)) {
          rows.add(
              List.of(
                  line.task(),
                  line.metric() + (line.higherIsBetter() ? " ↑" : " ↓"),
                  line.recipe(),
                  withInterval(line.values()),
                  Double.isNaN(line.floor()) ? "" : Numbers.metric(line.floor()),
                  Integer.toString(line.labels()),
                  String.format(Locale.ROOT, "%.1f", line.minutes().mean())));
        }
      }
      text.append(TextTable.of(rows)).append('\n');
    }
    return text.append("Means over seeds ± half of their 95 % t-interval.\n").toString();
  }

  private static String withInterval(Spread values) {
    double half = values.halfInterval();
    return Numbers.metric(values.mean()) + (Double.isNaN(half) ? "" : " ± " + Numbers.metric(half));
  }

  /** As RFC 4180 has it. */
  String csv() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADER));
    for (Line line : lines) {
      rows.add(
          List.of(
              line.split(),
              line.task(),
              line.metric(),
              Boolean.toString(line.higherIsBetter()),
              line.recipe(),
              Integer.toString(line.values().count()),
              Integer.toString(line.labels()),
              Numbers.exact(line.values().mean()),
              Numbers.exact(line.values().halfInterval()),
              Numbers.exact(line.floor()),
              Numbers.exact(line.minutes().mean())));
    }
    return CsvText.of(rows);
  }
}
