package org.taskweave.serve;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.serve.api.Predict;
import org.taskweave.serve.api.V1;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.Listener;
import org.taskweave.serve.http.Routes;
import org.taskweave.serve.inference.V2;
import org.taskweave.serve.metrics.DriftWatch;
import org.taskweave.serve.metrics.ServerMetrics;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;
import org.taskweave.serve.page.Pages;
import org.taskweave.serve.version.ModelSource;
import org.taskweave.serve.version.Rollout;
import org.taskweave.serve.version.VersionRoutes;

/** A server that runs from its making to its end. */
public final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long FOLLOW_MILLIS = 1000;

  private final Versions versions;
  private final Histories histories;
  private final ServerMetrics metrics;
  private final DriftWatch drift;
  private final Optional<Rollout> rollout;
  private final ScheduledExecutorService clock;
  private final Routes routes = new Routes();
  private final Listener listener;

  /**
   * Starts it.
   *
   * @param source of versions; where it is a folder, its current.json is followed
   * @param first of the source; it is closed with the server
   * @param histories of users; they are closed with the server
   * @param metrics hear of the source's batches already
   * @param training examples of the training split, for the drift; none is told without any
   */
  public Server(
      ModelSource source,
      ServedVersion first,
      Histories histories,
      ServerMetrics metrics,
      List<Example> training,
      ServerOptions options) {
    this.versions = new Versions(first);
    this.histories = histories;
    this.metrics = metrics;
    this.drift = new DriftWatch(training);
    metrics.watch(versions);
    metrics.watch(drift);
    histories.keepTidy();
    Predict predict = new Predict(histories, options.requests(), this::answered);
    new V1(versions, predict, histories, options.requests()).addTo(routes);
    this.rollout =
        source
            .folder()
            .map(
                folder ->
                    new Rollout(
                        folder, versions, source.opener(), predict, metrics::shadowDifference));
    rollout.ifPresentOrElse(
        changes -> new VersionRoutes(changes).addTo(routes), () -> VersionRoutes.addNone(routes));
    Pages.addTo(routes);
    routes.add("GET", "/metrics", Routes.Access.TOKEN, request -> metrics.text());
    new V2(versions, options.requests().candidates(), () -> !stopping()).addTo(routes);
    this.clock =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "clock");
              thread.setDaemon(true);
              return thread;
            });
    try {
      this.listener = new Listener(options.listener(), routes, metrics::request);
    } catch (RuntimeException e) {
      free();
      throw e;
    }
    Future<?> unusedDrift =
        clock.scheduleWithFixedDelay(
            () -> drift.prepare(versions), 0, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
    if (rollout.isPresent()) {
      // Its task ends with the clock, and tells its own failures.
      Future<?> unused =
          clock.scheduleWithFixedDelay(
              rollout.get()::follow, FOLLOW_MILLIS, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void answered(ServedVersion version, List<Example> asked, List<Prediction> predictions) {
    metrics.predicted(predictions);
    drift.answered(version, asked, predictions);
    rollout.ifPresent(changes -> changes.answered(asked, predictions));
  }

  private boolean stopping() {
    // A request may come before the constructor has ended.
    return listener != null && listener.stopping();
  }

  /** Method and path of all it answers. */
  public List<String> routes() {
    return routes.list();
  }

  /** Where it listens, as in http://localhost:8080. */
  public String address() {
    return listener.address();
  }

  /** Takes no more requests, answers those that came, and frees everything. */
  @Override
  public void close() {
    listener.stop(PATIENCE);
    free();
  }

  private void free() {
    clock.shutdownNow();
    rollout.ifPresent(Rollout::close);
    versions.close();
    histories.close();
  }
}
