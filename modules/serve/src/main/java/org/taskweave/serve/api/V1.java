package org.taskweave.serve.api;

import java.util.function.BiFunction;
import org.taskweave.serve.batch.DeadlineException;
import org.taskweave.serve.batch.QueueFullException;
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

  /** Answers by the current version. */
  public V1(Versions versions, RequestLimits limits) {
    this.versions = versions;
    Users users = new Users(limits);
    this.predict = new Predict(users, limits);
    this.recommend = new Recommend(users, limits);
  }

  /** Adds them. */
  public void addTo(Routes routes) {
    routes
        .add("POST", "/v1/predict", scored(predict::answer))
        .add("POST", "/v1/recommend", scored((v, request) -> recommend.answer(v, request, 0)))
        .add("POST", "/v1/explain", scored((v, request) -> recommend.answer(v, request, REASONS)));
  }

  private Handler scored(BiFunction<ServedVersion, Request, Response> question) {
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
