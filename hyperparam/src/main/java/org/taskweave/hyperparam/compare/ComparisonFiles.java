package org.taskweave.hyperparam.compare;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.file.JsonText;
import org.taskweave.hyperparam.report.CsvText;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.PageTemplate;
import org.taskweave.hyperparam.report.TextTable;

/** A comparison as JSON, CSV (RFC 4180), one self-contained HTML file, and text. */
public final class ComparisonFiles {

  private static final JsonMapper JSON = new JsonMapper();

  private ComparisonFiles() {}

  static String json(Comparison comparison) {
    return JsonText.of(JSON.writer(SerializationFeature.INDENT_OUTPUT), map(comparison)) + "\n";
  }

  static String html(Comparison comparison) {
    return PageTemplate.fill(ComparisonFiles.class, "comparison", map(comparison));
  }

  private static Map<String, Object> map(Comparison comparison) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Comparison.Line line : comparison.lines()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("split", line.split());
      one.put("task", line.task());
      one.put("metric", line.metric());
      one.put("higherIsBetter", line.higherIsBetter());
      one.put("method", line.method());
      one.put("labels", line.labels());
      one.put("values", line.values());
      one.put("mean", line.value().mean());
      one.put("spread", line.value().deviation());
      one.put("alone", line.alone());
      one.put("aloneMean", line.single().mean());
      one.put("gains", line.gains());
      one.put("gain", line.gain().mean());
      one.put("gainSpread", line.gain().deviation());
      one.put("transfer", line.transfer().words());
      one.put("floor", line.floor());
      lines.add(one);
    }
    List<Map<String, Object>> times = new ArrayList<>();
    for (Comparison.Time time : comparison.times()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("method", time.method());
      one.put("secondsPerStep", time.secondsPerStep().mean());
      one.put("spread", time.secondsPerStep().deviation());
      times.add(one);
    }
    return Map.of("lines", lines, "times", times);
  }

  static String csv(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "split",
            "task",
            "metric",
            "higherIsBetter",
            "method",
            "seeds",
            "labels",
            "mean",
            "spread",
            "aloneMean",
            "gain",
            "gainSpread",
            "transfer",
            "secondsPerStep"));
    for (Comparison.Line line : comparison.lines()) {
      double seconds =
          comparison.times().stream()
              .filter(time -> time.method().equals(line.method()))
              .findFirst()
              .orElseThrow()
              .secondsPerStep()
              .mean();
      rows.add(
          List.of(
              line.split(),
              line.task(),
              line.metric(),
              Boolean.toString(line.higherIsBetter()),
              line.method(),
              Integer.toString(line.values().size()),
              Integer.toString(line.labels()),
              Numbers.exact(line.value().mean()),
              Numbers.exact(line.value().deviation()),
              Numbers.exact(line.single().mean()),
              Numbers.exact(line.gain().mean()),
              Numbers.exact(line.gain().deviation()),
              line.transfer().words(),
              Numbers.exact(seconds)));
    }
    return CsvText.of(rows);
  }

  /** The best one-line rule, marked where it beats the method. */
  private static String floor(Comparison.Line line) {
    if (Double.isNaN(line.floor())) {
      return "";
    }
    double mean = line.value().mean();
    boolean below = line.higherIsBetter() ? mean < line.floor() : mean > line.floor();
    return String.format(Locale.ROOT, "%.4f", line.floor()) + (below ? " (better)" : "");
  }

  /** Tables for the terminal: each split's, then the times. */
  public static String text(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    for (String split : List.of("dev", "test")) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of(split, "metric", "method", "mean", "floor", "alone", "gain", "transfer"));
      for (Comparison.Line line : comparison.lines()) {
        if (line.split().equals(split)) {
          rows.add(
              List.of(
                  line.task(),
                  line.metric() + (line.higherIsBetter() ? " ↑" : " ↓"),
                  line.method(),
                  withSpread(line.value()),
                  floor(line),
                  withSpread(line.single()),
                  withSpread(line.gain()),
                  line.transfer().words()));
        }
      }
      if (rows.size() > 1) {
        text.append(TextTable.of(rows)).append('\n');
      }
    }
    List<List<String>> times = new ArrayList<>();
    times.add(List.of("method", "ms a step"));
    for (Comparison.Time time : comparison.times()) {
      times.add(
          List.of(
              time.method(),
              String.format(Locale.ROOT, "%.1f", 1e3 * time.secondsPerStep().mean())));
    }
    return text.append(TextTable.of(times))
        .append(
            "\nMeans ± standard deviations over seeds. Gain: over the model of the task alone with"
                + " the same seed; above 0 is better. It is marked where its mean is farther from"
                + " 0 than its deviation.\n")
        .toString();
  }

  private static String withSpread(Spread spread) {
    String mean = Numbers.metric(spread.mean());
    return Double.isNaN(spread.deviation())
        ? mean
        : mean + " ± " + Numbers.metric(spread.deviation());
  }
}
