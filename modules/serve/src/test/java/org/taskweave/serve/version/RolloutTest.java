package org.taskweave.serve.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.serve.Client;
import org.taskweave.serve.HandMadeModel;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;
import org.taskweave.serve.metrics.ServerMetrics;
import org.taskweave.training.store.VersionFolder;

/** The versions a, b and c add 0, 100 and 200 to every score; c breaks when it is asked. */
class RolloutTest {

  private static final Map<String, Float> SHIFTS = Map.of("a", 0f, "b", 100f, "c", 200f);
  private static final String QUESTION =
      "{'events': [{'item': 'a', 'time': 1}], 'at': 10, 'user': 'ann'}";

  @TempDir Path folder;

  private final Map<String, HandMadeModel> opened = new ConcurrentHashMap<>();

  @BeforeEach
  void fill() throws IOException {
    for (String name : SHIFTS.keySet()) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.writeString(folder.resolve("current.json"), "{\"version\": \"a\"}");
  }

  private Server server() {
    ModelSource source =
        new ModelSource(
            Optional.of(new VersionFolder(folder)),
            "a",
            name -> {
              HandMadeModel model = new HandMadeModel(SHIFTS.get(name));
              if (name.equals("c")) {
                model.failure = new IllegalStateException("broken");
              }
              opened.put(name, model);
              return model.version(name, 64);
            });
    return new Server(
        source,
        source.open(),
        Histories.inMemory(10),
        new ServerMetrics(),
        List.of(),
        new ServerOptions(
            new ListenerOptions(
                "localhost", 0, 64, 10_000, Duration.ofSeconds(10), Optional.empty()),
            new BatchLimits(64, 8, Duration.ZERO, false),
            RequestLimits.DEFAULT));
  }

  /** Score of item d, which event a adds 8 to. */
  private static double best(JsonNode answer) {
    return answer.at("/predictions/next/items/0/score").asDouble();
  }

  private String current() throws IOException {
    return Files.readString(folder.resolve("current.json")).strip();
  }

  @Test
  void aVersionIsActivatedAndRolledBack() throws IOException {
    try (Server server = server()) {
      Client client = new Client(server);
      assertEquals(8, best(client.post("/v1/predict", QUESTION).json()));
      JsonNode change = client.post("/v1/versions/activate", "{'version': 'b'}").json();
      assertEquals("a", change.get("previous").asText());
      JsonNode answer = client.post("/v1/predict", QUESTION).json();
      assertEquals(108, best(answer));
      assertEquals("b", answer.get("version").asText());
      assertEquals("{\"version\":\"b\",\"previous\":\"a\"}", current());
      assertEquals("a", client.post("/v1/versions/rollback", "{}").json().get("version").asText());
      assertEquals(8, best(client.post("/v1/predict", QUESTION).json()));
      assertEquals("{\"version\":\"a\",\"previous\":\"b\"}", current());
      JsonNode state = client.get("/v1/versions").json();
      assertEquals("[\"a\",\"b\",\"c\"]", state.get("versions").toString());
      assertEquals("b", state.get("previous").asText());
      assertEquals(409, client.post("/v1/versions/activate", "{'version': 'a'}").status());
      assertEquals(400, client.post("/v1/versions/activate", "{'version': '../x'}").status());
      assertEquals(400, client.post("/v1/versions/activate", "{}").status());
    }
  }

  @Test
  void aVersionThatCannotAnswerTheExamplesChangesNothing() throws IOException {
    Files.writeString(folder.resolve("examples.jsonl"), QUESTION.replace('\'', '"') + "\n\n");
    try (Server server = server()) {
      Client client = new Client(server);
      Client.Answer refused = client.post("/v1/versions/activate", "{'version': 'c'}");
      assertEquals(400, refused.status());
      assertTrue(refused.error().contains("cannot answer line 1 of"), refused.error());
      assertEquals(8, best(client.post("/v1/predict", QUESTION).json()));
      assertEquals("{\"version\": \"a\"}", current());
      // All four scores of the user are 100 higher.
      JsonNode change = client.post("/v1/versions/activate", "{'version': 'b'}").json();
      assertEquals(1, change.get("examples").asInt());
      assertEquals(100, change.at("/differences/next").asDouble(), 1e-4);
    }
  }

  @Test
  void whatAnotherProcessWritesIsFollowed() throws Exception {
    try (Server server = server()) {
      Client client = new Client(server);
      Files.writeString(folder.resolve("next.json"), "{\"version\": \"b\", \"previous\": \"a\"}");
      Files.move(
          folder.resolve("next.json"),
          folder.resolve("current.json"),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      long end = System.nanoTime() + 10_000_000_000L;
      while (best(client.post("/v1/predict", QUESTION).json()) != 108 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertEquals(108, best(client.post("/v1/predict", QUESTION).json()));
    }
  }

  @Test
  void aShadowIsAskedWhatTheOtherOneAnswers() throws Exception {
    try (Server server = server()) {
      Client client = new Client(server);
      assertEquals(
          "b",
          client.post("/v1/versions/shadow", "{'version': 'b'}").json().get("shadow").asText());
      assertEquals(8, best(client.post("/v1/predict", QUESTION).json()));
      long end = System.nanoTime() + 10_000_000_000L;
      while (opened.get("b").batches.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertEquals(1, opened.get("b").batches.size());
      // A broken shadow hurts nobody.
      client.post("/v1/versions/shadow", "{'version': 'c'}");
      assertEquals(8, best(client.post("/v1/predict", QUESTION).json()));
      assertTrue(
          client.post("/v1/versions/shadow", "{'version': null}").json().get("shadow").isNull());
    }
  }

  /** Twenty times there and back under load: no request fails, no answer is of two versions. */
  @Test
  void noRequestFailsWhileVersionsChange() throws Exception {
    try (Server server = server()) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger answers = new AtomicInteger();
      List<String> wrong = new CopyOnWriteArrayList<>();
      List<Thread> clients = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        Thread thread =
            new Thread(
                () -> {
                  Client client = new Client(server);
                  while (!done.get()) {
                    Client.Answer answer = client.post("/v1/predict", QUESTION);
                    if (answer.status() != 200
                        || best(answer.json())
                            != 8 + SHIFTS.get(answer.json().get("version").asText())) {
                      wrong.add(answer.status() + " " + answer.response().body());
                    }
                    answers.incrementAndGet();
                  }
                });
        thread.start();
        clients.add(thread);
      }
      Client operator = new Client(server);
      for (int swap = 0; swap < 20; swap++) {
        int before = answers.get();
        while (answers.get() < before + 20) {
          Thread.sleep(1);
        }
        assertEquals(
            200,
            operator
                .post(
                    "/v1/versions/activate",
                    "{'version': '%s'}".formatted(swap % 2 == 0 ? "b" : "a"))
                .status());
      }
      done.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertEquals(List.of(), wrong);
      assertTrue(answers.get() >= 400);
    }
  }

  @Test
  void aDamagedFolderIsToldAsOne() throws IOException {
    VersionFolder versions = new VersionFolder(folder);
    for (String damaged : List.of("{", "null", "{\"version\": null}", "{\"version\": \"z\"}")) {
      Files.writeString(folder.resolve("current.json"), damaged);
      assertThrows(InvalidInputException.class, versions::current, damaged);
    }
  }
}
