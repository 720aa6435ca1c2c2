package org.taskweave.serve.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.taskweave.serve.Client;
import org.taskweave.serve.HandMadeModel;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.EventBody;
import org.taskweave.serve.api.EventsBody;
import org.taskweave.serve.api.PredictBody;
import org.taskweave.serve.api.RecommendBody;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;

class PagesTest {

  private static final JsonNode DOCUMENT = document();

  private static JsonNode document() {
    try {
      return new JsonMapper().readTree(Pages.read("openapi.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Server server(Optional<String> token) {
    return new HandMadeModel(0)
        .server(
            "first",
            64,
            Histories.inMemory(10),
            new ServerOptions(
                new ListenerOptions("localhost", 0, 64, 10_000, Duration.ofSeconds(10), token),
                new BatchLimits(64, 8, Duration.ZERO, false),
                RequestLimits.DEFAULT));
  }

  @Test
  void theDescriptionNamesWhatTheServerAnswers() {
    try (Server server = server(Optional.empty())) {
      TreeSet<String> described = new TreeSet<>();
      DOCUMENT
          .get("paths")
          .fields()
          .forEachRemaining(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(
                          method ->
                              described.add(
                                  method.toUpperCase(java.util.Locale.ROOT)
                                      + " "
                                      + path.getKey())));
      assertEquals(new TreeSet<>(server.routes()), described);
      assertEquals(DOCUMENT.toString(), new Client(server).get("/openapi.json").json().toString());
    }
  }

  @Test
  void itsBodiesHaveTheFieldsThatAreRead() {
    Map<String, Class<?>> bodies =
        Map.of(
            "Event", EventBody.class,
            "Predict", PredictBody.class,
            "Recommend", RecommendBody.class,
            "Events", EventsBody.class);
    bodies.forEach(
        (name, record) -> {
          TreeSet<String> described = new TreeSet<>();
          DOCUMENT
              .at("/components/schemas/" + name + "/properties")
              .fieldNames()
              .forEachRemaining(described::add);
          assertEquals(
              new TreeSet<>(
                  Arrays.stream(record.getRecordComponents())
                      .map(RecordComponent::getName)
                      .toList()),
              described,
              name);
        });
  }

  @Test
  void itsReferencesLeadSomewhere() {
    Matcher reference = Pattern.compile("\"#(/[^\"]*)\"").matcher(DOCUMENT.toString());
    int found = 0;
    while (reference.find()) {
      found++;
      assertFalse(DOCUMENT.at(reference.group(1)).isMissingNode(), reference.group(1));
    }
    assertTrue(found > 30, "" + found);
  }

  @Test
  void thePageIsOpenAndLoadsNothingFromElsewhere() {
    try (Server server = server(Optional.of("0123456789abcdef"))) {
      Client client = new Client(server);
      for (String path : List.of("/", "/page.js", "/page.css", "/openapi.json")) {
        Client.Answer answer = client.get(path);
        assertEquals(200, answer.status(), path);
        assertTrue(answer.header("Content-Security-Policy").contains("default-src 'none'"), path);
        assertFalse(answer.response().body().contains("http://"), path);
        assertFalse(answer.response().body().contains("https://"), path);
      }
      assertTrue(client.get("/").response().body().contains("<title>Taskweave</title>"));
      assertEquals(401, client.get("/v1/users").status());
    }
  }
}
