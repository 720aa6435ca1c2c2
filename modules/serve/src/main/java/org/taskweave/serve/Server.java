package org.taskweave.serve;

import java.time.Duration;
import java.util.Map;
import org.taskweave.serve.api.V1;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Listener;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.http.Routes;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;

/** A server that runs from its making to its end. */
public final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Versions versions;
  private final Histories histories;
  private final Listener listener;

  /**
   * Starts it.
   *
   * @param version answers; it is closed with the server
   * @param histories of users; they are closed with the server
   */
  public Server(ServedVersion version, Histories histories, ServerOptions options) {
    this.versions = new Versions(version);
    this.histories = histories;
    histories.keepTidy();
    Routes routes = new Routes();
    new V1(versions, histories, options.requests()).addTo(routes);
    routes
        .add(
            "GET",
            "/v2/health/live",
            Routes.Access.OPEN,
            request -> Response.json(Map.of("live", true)))
        .add("GET", "/v2/health/ready", Routes.Access.OPEN, request -> ready());
    try {
      this.listener = new Listener(options.listener(), routes, (route, status, nanos) -> {});
    } catch (RuntimeException e) {
      versions.close();
      histories.close();
      throw e;
    }
  }

  private Response ready() {
    if (listener.stopping()) {
      throw HttpProblem.later("the server is stopping");
    }
    return Response.json(Map.of("ready", true));
  }

  /** Where it listens, as in http://localhost:8080. */
  public String address() {
    return listener.address();
  }

  /** Takes no more requests, answers those that came, and frees everything. */
  @Override
  public void close() {
    listener.stop(PATIENCE);
    versions.close();
    histories.close();
  }
}
