package org.taskweave.serve.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.serve.Client;
import org.taskweave.serve.HandMadeModel;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.version.ModelSource;

class MetricsTest {

  private static double[] numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToDouble(i -> i).toArray();
  }

  @Test
  void theIndexIsThatOfTheFormula() {
    // A half and a half before; a quarter and three quarters now:
    // (1/4 - 1/2) ln(1/2) + (3/4 - 1/2) ln(3/2) = ln(3) / 4.
    StabilityIndex yesOrNo = new StabilityIndex(new double[] {0, 1, 0, 1});
    assertEquals(Math.log(3) / 4, yesOrNo.of(new double[] {0, 1, 1, 1}), 1e-12);
    assertEquals(0, yesOrNo.of(new double[] {1, 0}), 1e-12);
    // Ten bins of a tenth; now all lie in the first one, the other nine have none.
    StabilityIndex deciles = new StabilityIndex(numbers(1, 100));
    assertEquals(0, deciles.of(numbers(1, 100)), 1e-12);
    assertEquals(
        .9 * Math.log(10) + 9 * (1e-4 - .1) * Math.log(1e-3), deciles.of(numbers(1, 10)), 1e-9);
    // What never varied has one bin.
    assertEquals(0, new StabilityIndex(new double[] {7, 7}).of(new double[] {3, 9}), 1e-12);
  }

  @Test
  void onlyTheNewestValuesAreKept() {
    RecentValues values = new RecentValues();
    for (double value : numbers(1, 1500)) {
      values.add(value);
    }
    assertEquals(1000, values.all().length);
    assertEquals(501, java.util.Arrays.stream(values.all()).min().orElseThrow());
  }

  private static Example user(String... items) {
    List<BehaviorEvent> history = new ArrayList<>();
    for (String item : items) {
      history.add(
          new BehaviorEvent(
              "u", item, "event", 1, Optional.empty(), Optional.empty(), Map.of("price", 1.0)));
    }
    return new Example("u", 2, Split.TRAIN, history, List.of(new LabelValue.Missing()));
  }

  /** Histories of one event before, half a (best score 8) and half c (32); all are c now. */
  @Test
  void aServerTellsWhatItDoesAndHowFarThatDrifted() throws Exception {
    List<Example> training = new ArrayList<>();
    training.addAll(Collections.nCopies(10, user("a")));
    training.addAll(Collections.nCopies(10, user("c")));
    ServedVersion version = new HandMadeModel(0).version("first", 64);
    ServerMetrics metrics = new ServerMetrics();
    try (Server server =
        new Server(
            new ModelSource(Optional.empty(), "first", name -> version),
            version,
            Histories.inMemory(10),
            metrics,
            training,
            new ServerOptions(
                new ListenerOptions(
                    "localhost", 0, 64, 10_000, Duration.ofSeconds(10), Optional.empty()),
                new BatchLimits(64, 8, Duration.ZERO, false),
                RequestLimits.DEFAULT))) {
      Client client = new Client(server);
      assertFalse(client.get("/metrics").response().body().contains("_psi{"));
      String question = "{'events': [{'item': 'c', 'time': 1}]}";
      long end = System.nanoTime() + 10_000_000_000L;
      String text = "";
      int asked = 0;
      while (!text.contains("_psi{") && System.nanoTime() < end) {
        for (int i = 0; i < 100; i++, asked++) {
          assertEquals(200, client.post("/v1/predict", question).status());
        }
        text = client.get("/metrics").response().body();
      }
      client.get("/v1/nothing");
      text = client.get("/metrics").response().body();
      assertTrue(
          text.contains(
              "taskweave_requests_total{route=\"POST /v1/predict\",status=\"200\"} " + asked),
          text);
      assertTrue(text.contains("taskweave_requests_total{route=\"none\",status=\"404\"} 1"), text);
      assertTrue(
          text.contains("taskweave_request_seconds_count{route=\"POST /v1/predict\"} " + asked),
          text);
      assertTrue(text.contains("taskweave_version{engine=\"plan\",version=\"first\"} 1"), text);
      assertTrue(
          text.contains("taskweave_prediction{part=\"score\",task=\"next\",quantile=\"0.5\"} 32.0"),
          text);
      // Shares 1/2 and 1/2 before, none and all now.
      double psi = (1e-4 - .5) * Math.log(1e-4 / .5) + .5 * Math.log(2);
      assertEquals(
          psi, value(text, "taskweave_prediction_psi{part=\"score\",task=\"next\"}"), 1e-9);
      assertEquals(0, value(text, "taskweave_feature_psi{feature=\"history events\"}"), 1e-12);
    }
  }

  private static double value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + text));
  }
}
