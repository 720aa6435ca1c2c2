package org.taskweave.serve.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.model.ServedVersion;

/** Answers what every task says of a user. */
final class Predict {

  private final Users users;
  private final RequestLimits limits;

  Predict(Users users, RequestLimits limits) {
    this.users = users;
    this.limits = limits;
  }

  Response answer(ServedVersion version, Request request) {
    PredictBody body = request.json(PredictBody.class);
    Example user = users.at(version, body.user(), body.events(), body.at());
    List<Prediction> predictions =
        new Recommender(version.context(), version.until(request.deadlineNanos()))
            .predict(asked(version, user, body.items()));
    Map<String, Object> answer = head(version, body.user(), user);
    if (body.items() == null) {
      answer.put("predictions", PredictionJson.of(predictions.get(0)));
    } else {
      List<Map<String, Object>> items = new ArrayList<>();
      for (Prediction prediction : predictions) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("item", prediction.item().orElseThrow());
        item.put("predictions", PredictionJson.of(prediction));
        items.add(item);
      }
      answer.put("items", items);
    }
    return Response.json(answer);
  }

  private List<Example> asked(ServedVersion version, Example user, List<String> items) {
    boolean any = version.context().tasks().stream().anyMatch(task -> task.head().readsItem());
    boolean all = version.context().tasks().stream().allMatch(task -> task.head().readsItem());
    if (items == null) {
      if (all) {
        throw new HttpProblem(400, "items: are missing; all tasks of the model read user and item");
      }
      return List.of(user);
    }
    if (!any) {
      throw new HttpProblem(400, "items: no task of the model reads an item: leave them out");
    }
    if (items.isEmpty() || items.size() > limits.candidates()) {
      throw new HttpProblem(400, "items: give 1 to " + limits.candidates());
    }
    List<Example> examples = new ArrayList<>();
    for (String item : items) {
      if (item == null || version.context().catalog().find(item).isEmpty()) {
        throw new HttpProblem(
            400, "items: the model's catalog has no item \"" + item + "\": leave it out");
      }
      examples.add(user.about(item));
    }
    return examples;
  }

  /** What every answer begins with. */
  static Map<String, Object> head(ServedVersion version, String user, Example example) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", version.name());
    if (user != null) {
      answer.put("user", user);
    }
    answer.put("at", Instant.ofEpochMilli(example.cutMillis()).toString());
    return answer;
  }
}
