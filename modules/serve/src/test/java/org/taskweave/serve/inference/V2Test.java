package org.taskweave.serve.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.taskweave.serve.Client;
import org.taskweave.serve.HandMadeModel;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;

/**
 * Requests written from the protocol's specification (REST), as a client makes them that knows
 * nothing else.
 */
class V2Test {

  private Server server;
  private Client client;

  @BeforeEach
  void start() {
    server =
        new HandMadeModel(0)
            .server(
                "first",
                64,
                Histories.inMemory(10),
                new ServerOptions(
                    new ListenerOptions(
                        "localhost", 0, 64, 100_000, Duration.ofSeconds(10), Optional.empty()),
                    new BatchLimits(64, 8, Duration.ZERO, false),
                    new RequestLimits(10, 4)));
    client = new Client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void healthAndMetadata() {
    assertTrue(client.get("/v2/health/live").json().get("live").asBoolean());
    assertTrue(client.get("/v2/health/ready").json().get("ready").asBoolean());
    JsonNode about = client.get("/v2").json();
    assertEquals("taskweave", about.get("name").asText());
    assertTrue(about.has("version") && about.get("extensions").isArray(), about.toString());
    assertTrue(client.get("/v2/models/taskweave/ready").json().get("ready").asBoolean());
    JsonNode model = client.get("/v2/models/taskweave/versions/first").json();
    assertEquals(model, client.get("/v2/models/taskweave").json());
    assertEquals("taskweave", model.get("name").asText());
    assertEquals("[\"first\"]", model.get("versions").toString());
    assertEquals("taskweave_plan", model.get("platform").asText());
    assertEquals(
        "{\"name\":\"tokenIds\",\"datatype\":\"INT64\",\"shape\":[-1,-1]}",
        model.at("/inputs/0").toString());
    assertEquals(
        "[{\"name\":\"next\",\"datatype\":\"FP32\",\"shape\":[-1,4]}]",
        model.get("outputs").toString());
    assertEquals(404, client.get("/v2/models/other").status());
    assertEquals(404, client.get("/v2/models/taskweave/versions/2/ready").status());
  }

  /** Two histories, a b and d; rows are read at cells 1 and 2. */
  private ObjectNode request() {
    ObjectNode request = Client.JSON.createObjectNode().put("id", "42");
    ArrayNode inputs = request.putArray("inputs");
    for (JsonNode tensor : client.get("/v2/models/taskweave").json().get("inputs")) {
      ObjectNode input =
          inputs
              .addObject()
              .put("name", tensor.get("name").asText())
              .put("datatype", tensor.get("datatype").asText());
      switch (tensor.get("name").asText()) {
        case "tokenIds" -> fill(input, List.of(2, 2), 0, 1, 3, 0);
        case "mask" -> fill(input, List.of(2, 2), 1, 1, 1, 0);
        case "labelRows" -> fill(input, List.of(2), 1, 2);
        default -> {
          int rank = tensor.get("shape").size();
          int channels =
              tensor
                  .get("shape")
                  .get(input.get("name").asText().startsWith("cat") ? 1 : rank - 1)
                  .asInt();
          List<Integer> shape =
              rank == 2
                  ? List.of(2, channels)
                  : input.get("name").asText().startsWith("cat")
                      ? List.of(2, channels, 2)
                      : List.of(2, 2, channels);
          fill(input, shape, new int[shape.stream().reduce(1, (x, y) -> x * y)]);
        }
      }
    }
    return request;
  }

  private static void fill(ObjectNode input, List<Integer> shape, int... values) {
    ArrayNode sizes = input.putArray("shape");
    shape.forEach(sizes::add);
    ArrayNode data = input.putArray("data");
    for (int value : values) {
      data.add(value);
    }
  }

  private static ObjectNode input(ObjectNode request, String name) {
    for (JsonNode input : request.get("inputs")) {
      if (input.get("name").asText().equals(name)) {
        return (ObjectNode) input;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private Client.Answer infer(ObjectNode request) {
    return client.post("/v2/models/taskweave/infer", request.toString());
  }

  @Test
  void tensorsGoInAndOut() throws Exception {
    ObjectNode request = request();
    Client.Answer answer = infer(request);
    assertEquals(200, answer.status(), answer.response().body());
    // a and b add 1 3 4 -8; d adds nothing.
    assertEquals(
        "{\"model_name\":\"taskweave\",\"model_version\":\"first\",\"id\":\"42\",\"outputs\":"
            + "[{\"name\":\"next\",\"datatype\":\"FP32\",\"shape\":[2,4],"
            + "\"data\":[1.0,3.0,4.0,-8.0,0.0,0.0,0.0,0.0]}]}",
        answer.response().body());
    // Data may be nested, and outputs be named.
    input(request, "tokenIds").set("data", Client.JSON.readTree("[[0, 1], [3, 0]]"));
    request.putArray("outputs").addObject().put("name", "next");
    request.remove("id");
    JsonNode again =
        client.post("/v2/models/taskweave/versions/first/infer", request.toString()).json();
    assertEquals(answer.json().get("outputs"), again.get("outputs"));
  }

  @Test
  void whatTheModelCannotReadIsRefused() {
    refused(r -> ((ArrayNode) r.get("inputs")).remove(0), "\"tokenIds\": is missing");
    refused(r -> input(r, "tokenIds").put("name", "tokenId"), "did you mean \"tokenIds\"?");
    refused(r -> input(r, "tokenIds").put("datatype", "FP32"), "must be INT64");
    refused(r -> fill(input(r, "tokenIds"), List.of(2, 3), 0, 1, 3, 0), "has 4 values");
    refused(r -> fill(input(r, "tokenIds"), List.of(4), 0, 1, 3, 0), "must have [-1, -1]");
    refused(r -> fill(input(r, "tokenIds"), List.of(2, 1), 0, 1, 3, 0), "more values");
    refused(r -> fill(input(r, "tokenIds"), List.of(2, 2), 0, 1, 9, 0), "from 0 to 4");
    refused(r -> fill(input(r, "tokenIds"), List.of(2, 2), 0, 1, -1, 0), "from 0 to 4");
    refused(r -> fill(input(r, "tokenIds"), List.of(1, 4), 0, 1, 3, 0), "more than");
    refused(r -> fill(input(r, "mask"), List.of(2, 2), 0, 1, 1, 0), "ones, at least one");
    refused(r -> fill(input(r, "mask"), List.of(2, 2), 1, 2, 1, 0), "must not hold 2.0");
    refused(r -> fill(input(r, "labelRows"), List.of(2), 1, 4), "from 0 to 3");
    refused(
        r -> input(r, "tokenIds").putArray("data").add("x").add(1).add(1).add(1),
        "must hold whole numbers");
    refused(r -> r.putArray("outputs").addObject().put("name", "nxt"), "did you mean \"next\"?");
    assertEquals(200, infer(request()).status());
  }

  private void refused(Consumer<ObjectNode> change, String message) {
    ObjectNode request = request();
    change.accept(request);
    Client.Answer answer = infer(request);
    assertEquals(400, answer.status(), message);
    assertTrue(answer.error().contains(message), answer.error());
  }
}
