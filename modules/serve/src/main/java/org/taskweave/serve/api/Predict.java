package org.taskweave.serve.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.model.ServedVersion;

/** Answers what every task says of a user. */
public final class Predict {

  private final Users users;
  private final RequestLimits limits;
  private final Observer observer;

  /** Hears of predictions. */
  @FunctionalInterface
  public interface Observer {

    /**
     * A version has answered.
     *
     * @param predictions of each example asked
     */
    void answered(ServedVersion version, List<Example> asked, List<Prediction> predictions);
  }

  /** Predicts for users whose histories are kept, or come with the request. */
  public Predict(Histories histories, RequestLimits limits, Observer observer) {
    this.users = new Users(histories, limits);
    this.limits = limits;
    this.observer = observer;
  }

  /**
   * A question and its answers.
   *
   * @param asked the user, or the user with each item
   * @param predictions of each of them
   */
  public record Answers(PredictBody body, List<Example> asked, List<Prediction> predictions) {}

  /**
   * Asks a version.
   *
   * @param request with a {@link PredictBody}
   */
  public Answers ask(ServedVersion version, Request request) {
    PredictBody body = request.json(PredictBody.class);
    Example user = users.at(version, body.user(), body.events(), body.at());
    List<Example> asked = asked(version, user, body.items());
    return new Answers(
        body,
        asked,
        new Recommender(version.context(), version.until(request.deadlineNanos())).predict(asked));
  }

  Response answer(ServedVersion version, Request request) {
    Answers answers = ask(version, request);
    observer.answered(version, answers.asked(), answers.predictions());
    PredictBody body = answers.body();
    Map<String, Object> answer = head(version, body.user(), answers.asked().get(0));
    if (body.items() == null) {
      answer.put("predictions", PredictionJson.of(answers.predictions().get(0)));
    } else {
      List<Map<String, Object>> items = new ArrayList<>();
      for (Prediction prediction : answers.predictions()) {
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
