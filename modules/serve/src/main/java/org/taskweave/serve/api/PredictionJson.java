package org.taskweave.serve.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.recommend.Prediction;

/** Predictions as answers have them. */
final class PredictionJson {

  private PredictionJson() {}

  /** By task name, in task order. */
  static Map<String, Object> of(Prediction prediction) {
    Map<String, Object> byTask = new LinkedHashMap<>();
    prediction.tasks().forEach((task, said) -> byTask.put(task, of(said)));
    return byTask;
  }

  private static Map<String, Object> of(TaskPrediction said) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (said instanceof TaskPrediction.Probability probability) {
      json.put("probability", probability.probability());
    } else if (said instanceof TaskPrediction.Classes classes) {
      json.put("class", classes.best());
      json.put("probabilities", classes.probabilities());
    } else if (said instanceof TaskPrediction.Items items) {
      List<Map<String, Object>> list = new ArrayList<>();
      items
          .scores()
          .forEach(
              (item, score) -> {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("item", item);
                each.put("score", score);
                list.add(each);
              });
      json.put("items", list);
    } else if (said instanceof TaskPrediction.Tags tags) {
      json.put("tags", tags.tags());
    } else {
      // A number, and others beside it by their names in a table.
      said.columns()
          .forEach((part, value) -> json.put(part.isEmpty() ? "value" : part.substring(1), value));
    }
    return json;
  }
}
