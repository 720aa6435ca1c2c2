package org.taskweave.training.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.training.evaluate.SplitProtocol;

/**
 * Evaluations as JSON: a list of tasks, each with its split, how that was made, and its metrics.
 * What is undefined is "NaN".
 */
public final class EvaluationJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private EvaluationJson() {}

  /** The text. */
  public static String of(SplitProtocol split, List<TaskEvaluation> evaluations) {
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (TaskEvaluation evaluation : evaluations) {
      List<Map<String, Object>> metrics = new ArrayList<>();
      for (MetricResult result : evaluation.metrics()) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("name", result.name());
        metric.put("value", result.value());
        metric.put("intervalLow", result.intervalLow());
        metric.put("intervalHigh", result.intervalHigh());
        metric.put("trivialBaseline", result.trivialBaseline());
        result.floor().ifPresent(floor -> metric.put("floor", floor));
        metric.put("labels", result.labelCount());
        metrics.add(metric);
      }
      Map<String, Object> task = new LinkedHashMap<>();
      task.put("task", evaluation.task());
      task.put("split", split.split().name().toLowerCase(Locale.ROOT));
      task.put("examples", split.text());
      task.put("primaryMetric", evaluation.primaryMetric());
      task.put("metrics", metrics);
      evaluation.protocol().ifPresent(protocol -> task.put("protocol", protocol));
      if (!evaluation.rules().isEmpty()) {
        task.put("rules", evaluation.rules());
      }
      evaluation.report().ifPresent(report -> task.put("report", report.rows()));
      tasks.add(task);
    }
    return JsonText.of(JSON, tasks) + "\n";
  }
}
