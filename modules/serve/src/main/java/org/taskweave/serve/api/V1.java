package org.taskweave.serve.api;

import java.util.function.BiFunction;
import org.taskweave.serve.batch.DeadlineException;
import org.taskweave.serve.batch.QueueFullException;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.Handler;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.http.Routes;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;

/** The addresses of {@code /v1}. */
public final class V1 {

  private static final int REASONS = 3;

  private final Versions versions;
  private final Predict predict;
  private final Recommend recommend;
  private final UserHistories kept;

  /** Answers by the current version. */
  public V1(Versions versions, Predict predict, Histories histories, RequestLimits limits) {
    this.versions = versions;
    this.kept = new UserHistories(histories, limits);
    this.predict = predict;
    this.recommend = new Recommend(new Users(histories, limits), limits);
  }

  /** Adds them. */
  public void addTo(Routes routes) {
    routes
        .add("POST", "/v1/predict", scored(predict::answer))
        .add("POST", "/v1/recommend", scored((v, request) -> recommend.answer(v, request, 0)))
        .add("POST", "/v1/explain", scored((v, request) -> recommend.answer(v, request, REASONS)))
        .add("POST", "/v1/events", scored(kept::append))
        .add("GET", "/v1/users", kept::users)
        .add("GET", "/v1/users/{user}/history", kept::history)
        .add("DELETE", "/v1/users/{user}", kept::forget);
  }

  private Handler scored(BiFunction<ServedVersion, Request, Response> question) {
    return scored(versions, question);
  }

  /** Answers by the current version; a full queue and a deadline become 503 and 504. */
  public static Handler scored(
      Versions versions, BiFunction<ServedVersion, Request, Response> question) {
    return request -> {
      try {
        return versions.with(version -> question.apply(version, request));
      } catch (QueueFullException e) {
        throw HttpProblem.later(e.getMessage());
      } catch (DeadlineException e) {
        throw new HttpProblem(504, e.getMessage());
      }
    };
  }
}
