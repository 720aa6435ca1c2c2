package org.taskweave.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;

class ServerTest {

  private static final String AB = "'events': [{'item': 'a', 'time': 1}, {'item': 'b', 'time': 2}]";

  private final HandMadeModel model = new HandMadeModel(0);

  private Server server(int requests, int queue, Optional<String> token) {
    return model.server(
        "first",
        queue,
        Histories.inMemory(10),
        new ServerOptions(
            new ListenerOptions("localhost", 0, requests, 2000, Duration.ofSeconds(10), token),
            new BatchLimits(queue, 8, Duration.ZERO, false),
            new RequestLimits(5, 3)));
  }

  private Server server() {
    return server(16, 16, Optional.empty());
  }

  private static String items(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(item -> item.get("item").asText() + " " + item.get("score").asDouble())
        .toList()
        .toString();
  }

  @Test
  void itemsAreRecommendedByTheEventsOfTheRequest() {
    try (Server server = server()) {
      Client client = new Client(server);
      // a adds 1 2 4 8, b adds 0 1 0 -16.
      Client.Answer answer = client.post("/v1/recommend", "{" + AB + ", 'top': 3}");
      assertEquals(200, answer.status());
      assertEquals("[c 4.0, b 3.0, a 1.0]", items(answer.json()));
      assertEquals("first", answer.json().get("version").asText());
      assertEquals("1970-01-01T00:00:02.001Z", answer.json().get("at").asText());
      assertEquals("item c", answer.json().at("/items/0/text").asText());
      assertEquals(
          "[d -8.0]",
          items(
              client
                  .post("/v1/recommend", "{" + AB + ", 'excludeSeen': true, 'exclude': ['c']}")
                  .json()));
      // As of second 2 only a is known.
      assertEquals(
          "[d 8.0]", items(client.post("/v1/recommend", "{" + AB + ", 'at': 2, 'top': 1}").json()));
    }
  }

  @Test
  void reasonsAreTheEventsThatRaisedAScore() {
    try (Server server = server()) {
      JsonNode best =
          new Client(server).post("/v1/explain", "{" + AB + ", 'top': 2}").json().at("/items/1");
      assertEquals("b", best.get("item").asText());
      assertEquals(2, best.at("/reasons/0/difference").asDouble(), 1e-6);
      assertEquals("a", best.at("/reasons/0/item").asText());
      assertEquals(1, best.at("/reasons/1/difference").asDouble(), 1e-6);
      assertEquals(2, best.get("reasons").size());
    }
  }

  @Test
  void predictionsAreByTask() {
    try (Server server = server()) {
      JsonNode answer =
          new Client(server).post("/v1/predict", "{'user': 'ann', " + AB + "}").json();
      assertEquals("ann", answer.get("user").asText());
      assertEquals("c", answer.at("/predictions/next/items/0/item").asText());
      assertEquals(4, answer.at("/predictions/next/items/0/score").asDouble());
    }
  }

  @Test
  void mistakesAreToldWithTheirPlace() {
    try (Server server = server()) {
      Client client = new Client(server);
      List<String[]> mistakes =
          List.of(
              new String[] {"", "the body"},
              new String[] {"{'evnts': []}", "did you mean \"events\"?"},
              new String[] {"{'events': [{'item': 'a'}]}", "events[0].time: is no time"},
              new String[] {"{'events': [{'time': 1}]}", "events[0].item: is missing"},
              new String[] {"{'events': [null]}", "events[0]: is null"},
              new String[] {"{'events': []}", "is empty"},
              new String[] {"{}", "user and events: are missing"},
              new String[] {"{" + AB + ", 'top': 0}", "top: is 0"},
              new String[] {"{" + AB + ", 'top': 4}", "from 1 to 3"},
              new String[] {"{" + AB + ", 'top': 'many'}", "top: Cannot"},
              new String[] {"{" + AB + ", 'exclude': ['z']}", "no such item"},
              new String[] {"{" + AB + ", 'task': 'nxt'}", "did you mean \"next\"?"},
              new String[] {"{" + AB + ", 'at': 0.5}", "no event before"},
              new String[] {
                "{'events': [{'item': 'a', 'time': 1, 'attributes': {'prise': 1}}]}",
                "did you mean \"price\"?"
              },
              new String[] {
                "{'events': [{'item': 'a', 'time': 1, 'attributes': {'price': 'low'}}]}",
                "must be a number"
              });
      for (String[] mistake : mistakes) {
        Client.Answer answer = client.post("/v1/recommend", mistake[0]);
        assertEquals(400, answer.status(), mistake[0]);
        assertTrue(answer.error().contains(mistake[1]), mistake[0] + " -> " + answer.error());
        assertFalse(answer.error().contains("org.taskweave"), answer.error());
      }
      String event = "{'item': 'a', 'time': 1},";
      assertEquals(
          413,
          client
              .post("/v1/recommend", "{'events': [" + event.repeat(5) + "{'item':'a','time':1}]}")
              .status());
      assertEquals(413, client.post("/v1/recommend", " ".repeat(2001)).status());
      assertEquals(404, client.get("/v1/nothing").status());
      Client.Answer other = client.get("/v1/predict");
      assertEquals(405, other.status());
      assertEquals("POST", other.header("Allow"));
      HttpRequest untyped =
          HttpRequest.newBuilder(client.request("/v1/predict").build().uri())
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertEquals(415, client.send(untyped).status());
      assertEquals(0, model.batches.size());
    }
  }

  @Test
  void aFailureOfTheEngineTellsTheClientNothing() {
    try (Server server = server()) {
      model.failure = new IllegalStateException("secret");
      Client.Answer answer = new Client(server).post("/v1/predict", "{" + AB + "}");
      assertEquals(500, answer.status());
      assertTrue(answer.error().startsWith("internal error "), answer.error());
      assertFalse(answer.response().body().contains("secret"));
      model.failure = null;
      assertEquals(200, new Client(server).post("/v1/predict", "{" + AB + "}").status());
    }
  }

  @Test
  void aTokenIsAskedForWhereThereIsOne() {
    String token = "0123456789abcdef";
    try (Server server = server(16, 16, Optional.of(token))) {
      Client client = new Client(server);
      assertEquals(401, client.post("/v1/predict", "{" + AB + "}").status());
      for (String given : List.of("Bearer 0123456789abcdeX", "Bearer", token)) {
        assertEquals(
            401,
            client
                .send(
                    client
                        .posted("/v1/predict", "{" + AB + "}")
                        .header("Authorization", given)
                        .build())
                .status());
      }
      assertEquals(
          200,
          client
              .send(
                  client
                      .posted("/v1/predict", "{" + AB + "}")
                      .header("Authorization", "Bearer " + token)
                      .build())
              .status());
      assertEquals(200, client.get("/v2/health/ready").status());
    }
    assertThrows(
        InvalidInputException.class,
        () -> new ListenerOptions("localhost", 0, 1, 1, Duration.ofSeconds(1), Optional.of("x")));
  }

  /** One request is scored, one waits; the third is told to come later, and those two succeed. */
  @Test
  void whoComesTooMuchIsToldToComeLater() throws Exception {
    for (int[] limits : List.of(new int[] {2, 9}, new int[] {9, 1})) {
      model.allowed.drainPermits();
      try (Server server = server(limits[0], limits[1], Optional.empty())) {
        Client client = new Client(server);
        List<CompletableFuture<Client.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          answers.add(client.postLater("/v1/predict", "{" + AB + "}"));
          Thread.sleep(200);
        }
        Client.Answer refused = client.post("/v1/predict", "{" + AB + "}");
        assertEquals(503, refused.status());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals(200, client.get("/v2/health/live").status());
        model.allowed.release(1_000_000);
        for (CompletableFuture<Client.Answer> answer : answers) {
          assertEquals(200, answer.get().status());
        }
      }
    }
  }

  @Test
  void whatTakesLongerThanItsDeadlineEnds() {
    model.allowed.drainPermits();
    try (Server server = server()) {
      Client client = new Client(server);
      HttpRequest hasty =
          client.posted("/v1/predict", "{" + AB + "}").header("X-Deadline-Millis", "50").build();
      assertEquals(504, client.send(hasty).status());
      model.allowed.release(1_000_000);
    }
  }

  @Test
  void aStopAnswersWhatCameAndTakesNoMore() throws Exception {
    model.allowed.drainPermits();
    Server server = server();
    Client client = new Client(server);
    CompletableFuture<Client.Answer> last = client.postLater("/v1/predict", "{" + AB + "}");
    Thread.sleep(200);
    Thread stop = new Thread(server::close);
    stop.start();
    Thread.sleep(200);
    assertEquals(503, client.get("/v2/health/ready").status());
    assertEquals(503, client.post("/v1/predict", "{" + AB + "}").status());
    assertTrue(stop.isAlive());
    model.allowed.release(1_000_000);
    assertEquals(200, last.get().status());
    stop.join(5000);
    assertFalse(stop.isAlive());
    assertThrows(IllegalStateException.class, () -> client.get("/v2/health/live"));
  }

  @Test
  void anEventThatWasAddedIsKnownToTheNextAnswer(@TempDir Path folder) {
    try (Server server =
        model.server(
            "first",
            16,
            Histories.open(folder, 10),
            new ServerOptions(
                new ListenerOptions(
                    "localhost", 0, 16, 2000, Duration.ofSeconds(10), Optional.empty()),
                new BatchLimits(16, 8, Duration.ZERO, false),
                new RequestLimits(5, 3)))) {
      Client client = new Client(server);
      assertEquals(404, client.post("/v1/recommend", "{'user': 'ann'}").status());
      String added = "{'user': 'ann', 'events': [{'item': '%s', 'time': %d}]}";
      assertEquals(
          1, client.post("/v1/events", added.formatted("a", 1)).json().get("accepted").asInt());
      String top = "{'user': 'ann', 'top': 1}";
      assertEquals("[d 8.0]", items(client.post("/v1/recommend", top).json()));
      assertEquals(200, client.post("/v1/events", added.formatted("b", 2)).status());
      assertEquals("[c 4.0]", items(client.post("/v1/recommend", top).json()));
      // Events of the request are the whole history.
      assertEquals(
          "[a 32.0]",
          items(
              client
                  .post(
                      "/v1/recommend",
                      "{'user': 'ann', 'top': 1, 'events': [{'item': 'c', 'time': 1}]}")
                  .json()));
      assertEquals(400, client.post("/v1/events", "{'user': 'ann'}").status());
      assertEquals(400, client.post("/v1/events", added.formatted("", 1)).status());
      JsonNode users = client.get("/v1/users?prefix=a").json().get("users");
      assertEquals("ann", users.at("/0/user").asText());
      assertEquals(2, users.at("/0/events").asInt());
      assertEquals("b", client.get("/v1/users/ann/history").json().at("/events/1/item").asText());
      HttpRequest forget = client.request("/v1/users/ann").DELETE().build();
      assertEquals(2, client.send(forget).json().get("forgotten").asInt());
      assertEquals(404, client.get("/v1/users/ann/history").status());
    }
    try (Server server = server()) {
      assertEquals(
          409,
          new Client(server)
              .post("/v1/events", "{'user': 'ann', 'events': [{'item': 'a', 'time': 1}]}")
              .status());
    }
  }
}
