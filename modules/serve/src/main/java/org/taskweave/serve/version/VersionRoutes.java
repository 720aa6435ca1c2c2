package org.taskweave.serve.version;

import java.util.Optional;
import org.taskweave.serve.http.Handler;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.http.Routes;

/** The addresses of {@code /v1/versions}. */
public final class VersionRoutes {

  private final Rollout rollout;

  public VersionRoutes(Rollout rollout) {
    this.rollout = rollout;
  }

  /** Names a version. */
  record Body(String version) {}

  /** Adds them. */
  public void addTo(Routes routes) {
    routes
        .add("GET", "/v1/versions", request -> Response.json(rollout.state()))
        .add("POST", "/v1/versions/activate", this::activate)
        .add("POST", "/v1/versions/rollback", request -> Response.json(rollout.rollBack()))
        .add("POST", "/v1/versions/shadow", this::shadow);
  }

  /** Adds them where one bundle or export is served. */
  public static void addNone(Routes routes) {
    Handler none =
        request -> {
          throw new HttpProblem(
              409,
              "one model is served, no folder of versions: serve a folder with current.json, as in"
                  + " {\"version\": \"NAME\"}, and the versions beside it");
        };
    routes
        .add("GET", "/v1/versions", none)
        .add("POST", "/v1/versions/activate", none)
        .add("POST", "/v1/versions/rollback", none)
        .add("POST", "/v1/versions/shadow", none);
  }

  private Response activate(Request request) {
    String version = request.json(Body.class).version();
    if (version == null) {
      throw new HttpProblem(400, "version: is missing; name one");
    }
    return Response.json(rollout.activate(version));
  }

  private Response shadow(Request request) {
    rollout.shadow(Optional.ofNullable(request.json(Body.class).version()));
    return Response.json(rollout.state());
  }
}
