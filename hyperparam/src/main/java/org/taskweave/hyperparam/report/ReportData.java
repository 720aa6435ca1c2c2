package org.taskweave.hyperparam.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.store.DifferenceRow;
import org.taskweave.hyperparam.store.EpochRow;
import org.taskweave.hyperparam.store.MetricRow;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialRanking;

/** What the report's script draws, as plain values. */
final class ReportData {

  private static final int MOST_TICKS = 9;

  private final List<Dimension> dimensions;
  private final StudyDatabase database;
  private final List<Objective> objectives;
  private final List<Trial> trials;

  ReportData(List<Dimension> dimensions, StudyDatabase database) {
    this.dimensions = dimensions;
    this.database = database;
    this.objectives = database.objectives();
    this.trials = database.trials();
  }

  Map<String, Object> toMap() {
    Map<String, Object> data = new LinkedHashMap<>();
    boolean single = objectives.size() == 1;
    data.put("objectives", objectives.stream().map(o -> Map.of("name", o.name())).toList());
    data.put("scoreName", single ? objectives.get(0).name() : "mean skill");
    data.put("higher", !single || objectives.get(0).direction() == Direction.HIGHER_IS_BETTER);
    data.put("best", TrialRanking.best(trials).map(Trial::number).orElse(-1));
    data.put("rule", single ? "" : ", the point of the front with the highest mean skill");
    data.put("front", TrialRanking.front(objectives, trials));
    data.put("states", states());
    data.put("parameters", dimensions.stream().map(ReportData::parameter).toList());
    data.put("trials", trials());
    List<Importance> importance = Importance.of(dimensions, trials);
    data.put("importance", importance.stream().map(ReportData::importance).toList());
    data.put("importanceNote", importanceNote(importance));
    data.put("comparison", comparison());
    data.put("differences", database.differences().stream().map(ReportData::row).toList());
    return data;
  }

  private String states() {
    return trials.stream()
        .collect(
            Collectors.groupingBy(t -> t.state().word(), LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> parameter(Dimension dimension) {
    List<Map<String, Object>> ticks = new ArrayList<>();
    for (double unit : axis(dimension)) {
      double[] point = new double[64];
      Arrays.fill(point, unit);
      ticks.add(Map.of("unit", unit, "text", Numbers.value(dimension.leaf().getValue(point))));
    }
    return Map.of("name", StudyTables.shortened(dimension.path()), "ticks", ticks);
  }

  /** Where an axis is labelled: at every choice, and at up to nine whole numbers. */
  private static double[] axis(Dimension dimension) {
    int levels = dimension.levels();
    if (levels == 0) {
      return new double[] {0, 0.5, 1};
    }
    return dimension.kind() == Dimension.Kind.CHOICE || levels <= MOST_TICKS
        ? IntStream.range(0, levels).mapToDouble(dimension::middle).toArray()
        : IntStream.of(0, (levels - 1) / 2, levels - 1).mapToDouble(dimension::middle).toArray();
  }

  /** Where a trial's line crosses the axes. */
  private double[] positions(Trial trial) {
    double[] positions = new double[dimensions.size()];
    Arrays.setAll(positions, d -> dimensions.get(d).position(trial.unit()[d]));
    return positions;
  }

  private List<Map<String, Object>> trials() {
    Map<Integer, List<Map<String, Object>>> curves = new LinkedHashMap<>();
    for (EpochRow row : database.epochs()) {
      if (row.repeat() == 0) {
        curves
            .computeIfAbsent(row.trial(), number -> new ArrayList<>())
            .add(Map.of("epoch", row.measurement().epoch(), "values", row.measurement().values()));
      }
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Trial trial : trials) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("number", trial.number());
      one.put("state", trial.state().word());
      one.put("unit", positions(trial));
      one.put(
          "values",
          dimensions.stream().map(d -> Numbers.value(trial.values().get(d.path()))).toList());
      one.put("objectives", trial.objectives());
      one.put("spreads", trial.spreads());
      one.put("score", trial.score());
      boolean single = objectives.size() == 1 && trial.measured();
      one.put("shown", single ? trial.objectives().get(0) : (Double) trial.score());
      one.put("epochs", trial.epochs());
      one.put("seconds", trial.seconds());
      one.put("studySeconds", trial.studySeconds());
      one.put("curve", curves.getOrDefault(trial.number(), List.of()));
      trial
          .error()
          .ifPresent(
              error -> {
                one.put("error", error);
                one.put("errorLine", error.lines().findFirst().orElse(""));
              });
      all.add(one);
    }
    return all;
  }

  private static Map<String, Object> importance(Importance importance) {
    return Map.of(
        "name", StudyTables.shortened(importance.path()),
        "share", importance.share(),
        "chance", importance.chance());
  }

  private static String importanceNote(List<Importance> importance) {
    return importance.isEmpty()
        ? "Fewer than " + Importance.FEWEST + " complete trials: nothing can be said."
        : "Share of the score's variance between bins of the parameter's values (correlation"
            + " ratio), over the complete trials; interactions are not seen, and pruning leaves out"
            + " bad trials. The red line is what a parameter without any effect stays below in 95 %"
            + " of shuffles: a grey bar is not distinguishable from chance.";
  }

  private List<Map<String, Object>> comparison() {
    Map<List<String>, Map<String, Object>> rows = new LinkedHashMap<>();
    for (MetricRow row : database.evaluations()) {
      boolean found = row.role().equals("found");
      if (!row.primary() || !(found || row.role().equals("default"))) {
        continue;
      }
      Map<String, Object> line =
          rows.computeIfAbsent(
              List.of(row.split(), row.task(), row.metric()), key -> new LinkedHashMap<>());
      line.put("split", row.split());
      line.put("task", row.task());
      line.put("metric", row.metric());
      line.put("higher", row.higherIsBetter());
      line.put("trivial", row.trivial());
      line.put("floor", row.floor());
      line.put("labels", row.labels());
      line.put(found ? "found" : "byDefault", row.value());
      line.put(found ? "foundLow" : "defaultLow", row.low());
      line.put(found ? "foundHigh" : "defaultHigh", row.high());
    }
    return List.copyOf(rows.values());
  }

  private static Map<String, Object> row(DifferenceRow row) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("task", row.task());
    line.put("metric", row.metric());
    line.put("higher", row.higherIsBetter());
    line.put("multi", row.multi());
    line.put("single", row.single());
    line.put("difference", row.difference());
    line.put("low", row.low());
    line.put("high", row.high());
    line.put("labels", row.labels());
    line.put("verdict", StudyTables.verdict(row));
    return line;
  }
}
