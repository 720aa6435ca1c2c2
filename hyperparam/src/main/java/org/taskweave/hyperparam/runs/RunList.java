package org.taskweave.hyperparam.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.RecipeChanges;
import org.taskweave.hyperparam.report.CsvText;
import org.taskweave.hyperparam.report.PageTemplate;
import org.taskweave.hyperparam.report.TextTable;
import org.taskweave.training.run.MeasuredMetric;
import org.taskweave.training.run.RunHistory;

/** What was run, as a table, as CSV, and as one HTML file that lays chosen ones over each other. */
public final class RunList {

  private RunList() {}

  /** A table for the terminal. */
  public static String text(List<RunEntry> runs) {
    return TextTable.of(rows(runs));
  }

  /** The same table as CSV (RFC 4180). */
  public static String csv(List<RunEntry> runs) {
    return CsvText.of(rows(runs));
  }

  private static List<List<String>> rows(List<RunEntry> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("name", "kind", "state", "started", "epochs", "minutes", "result", "tags", "note"));
    for (RunEntry run : runs) {
      rows.add(
          List.of(
              run.name(),
              run.kind().word(),
              run.state(),
              run.startedAt().replaceFirst("[.]\\d+Z$", "Z"),
              run.history().map(h -> Integer.toString(h.epochs().size())).orElse(""),
              run.history().map(RunFinder::minutes).orElse(""),
              run.result(),
              String.join(",", run.notes().tags()),
              run.notes().note()));
    }
    return rows;
  }

  /**
   * A page with all of them, on which trainings can be chosen to be laid over each other.
   *
   * @param chosen how many of the first trainings are chosen when it opens
   */
  public static String html(List<RunEntry> runs, int chosen) {
    List<Map<String, Object>> all = new ArrayList<>();
    int left = chosen;
    for (RunEntry run : runs) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("cells", rows(List.of(run)).get(1));
      one.put("training", run.history().isPresent());
      one.put("chosen", run.history().isPresent() && left-- > 0);
      run.history()
          .ifPresent(
              history -> {
                one.put("recipe", RecipeChanges.fields(history.recipe()));
                one.put("data", history.dataHash());
                one.put("epochs", history.epochs());
                one.put("best", history.best().map(RunHistory.Epoch::number).orElse(0));
                one.put("test", history.test().stream().map(RunList::metric).toList());
              });
      all.add(one);
    }
    return PageTemplate.fill(
        RunList.class, "runs", Map.of("header", rows(List.of()).get(0), "runs", all));
  }

  private static Map<String, Object> metric(MeasuredMetric metric) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("task", metric.task());
    one.put("name", metric.name());
    one.put("value", metric.value());
    one.put("low", metric.intervalLow());
    one.put("high", metric.intervalHigh());
    one.put("trivial", metric.trivialBaseline());
    one.put("floor", metric.floor().orElse(Double.NaN));
    return one;
  }
}
