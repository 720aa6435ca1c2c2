package org.taskweave.serve.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.taskweave.recommend.Prediction;
import org.taskweave.serve.batch.BatchReport;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.model.Versions;

/** All metrics of a server. */
public final class ServerMetrics {

  private static final double[] SECONDS = {
    .001, .0025, .005, .01, .015, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final double[] SEQUENCES = {1, 2, 4, 8, 16, 32, 64, 128};
  private static final double NANOS = 1e-9;
  private static final long MINUTES_OF_SCORES = 10;

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Counter requests =
      Counter.builder()
          .name("taskweave_requests_total")
          .help("Requests answered, by route and status.")
          .labelNames("route", "status")
          .register(registry);

  private final Histogram requestSeconds =
      seconds("taskweave_request_seconds", "From a request's arrival to its answer.", "route");

  private final Histogram queueSeconds =
      seconds("taskweave_queue_seconds", "How long calls of the engine waited for it.");

  private final Histogram computeSeconds =
      seconds("taskweave_compute_seconds", "How long the engine took for a batch.");

  private final Histogram batchSequences =
      Histogram.builder()
          .name("taskweave_batch_sequences")
          .help("Sequences that were scored together.")
          .classicOnly()
          .classicUpperBounds(SEQUENCES)
          .register(registry);

  private final Summary predictions =
      summary(
          "taskweave_prediction",
          "What was predicted in the last " + MINUTES_OF_SCORES + " minutes.",
          "task",
          "part");

  private final Summary shadowDifferences =
      summary(
          "taskweave_shadow_difference",
          "Absolute difference of the shadow's predictions in the last "
              + MINUTES_OF_SCORES
              + " minutes.",
          "task");

  private Histogram seconds(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  private Summary summary(String name, String help, String... labels) {
    return Summary.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .quantile(.1, .01)
        .quantile(.5, .01)
        .quantile(.9, .01)
        .maxAgeSeconds(60 * MINUTES_OF_SCORES)
        .register(registry);
  }

  /** A request was answered. */
  public void request(String route, int status, long nanos) {
    requests.labelValues(route, Integer.toString(status)).inc();
    requestSeconds.labelValues(route).observe(nanos * NANOS);
  }

  /** A batch was scored. */
  public void batch(BatchReport report) {
    report.queuedNanos().forEach(nanos -> queueSeconds.observe(nanos * NANOS));
    computeSeconds.observe(report.computeNanos() * NANOS);
    batchSequences.observe(report.sequences());
  }

  /** Predictions were answered. */
  public void predicted(List<Prediction> answered) {
    PredictedNumbers.of(
        answered, (task, part, value) -> predictions.labelValues(task, part).observe(value));
  }

  /** The shadow's prediction differs by so much. */
  public void shadowDifference(String task, double difference) {
    shadowDifferences.labelValues(task).observe(difference);
  }

  /** Tells which version answers and how many calls wait for its engine. */
  public void watch(Versions versions) {
    GaugeWithCallback.builder()
        .name("taskweave_version")
        .help("The version that answers: 1.")
        .labelNames("version", "engine")
        .callback(
            gauge ->
                versions.with(
                    version -> {
                      gauge.call(1, version.name(), version.engine().toString());
                      return version;
                    }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("taskweave_queue_waiting")
        .help("Calls that wait for the engine.")
        .callback(gauge -> gauge.call(versions.with(version -> version.waiting())))
        .register(registry);
  }

  /** Tells the drift of predictions and features. */
  public void watch(DriftWatch drift) {
    GaugeWithCallback.builder()
        .name("taskweave_prediction_psi")
        .help("Population stability index of predictions against the training split.")
        .labelNames("task", "part")
        .callback(
            gauge ->
                drift.predictions((names, psi) -> gauge.call(psi, names.toArray(String[]::new))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("taskweave_feature_psi")
        .help("Population stability index of user features against the training split.")
        .labelNames("feature")
        .callback(
            gauge -> drift.features((names, psi) -> gauge.call(psi, names.toArray(String[]::new))))
        .register(registry);
  }

  /** All metrics as text. */
  public Response text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return Response.text(
        PrometheusTextFormatWriter.CONTENT_TYPE, text.toString(StandardCharsets.UTF_8));
  }
}
