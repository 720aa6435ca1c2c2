package org.taskweave.serve.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.model.ServedVersion;

/** What is kept of users: adding to it, looking at it, forgetting it. */
final class UserHistories {

  private static final int MOST_USERS = 1000;

  private final Histories histories;
  private final RequestLimits limits;

  UserHistories(Histories histories, RequestLimits limits) {
    this.histories = histories;
    this.limits = limits;
  }

  /** Answers when the events are on disk. */
  Response append(ServedVersion version, Request request) {
    if (!histories.onDisk()) {
      throw new HttpProblem(409, "events are not kept here: start the server with --store FOLDER");
    }
    EventsBody body = request.json(EventsBody.class);
    String user = EventReader.required(body.user(), "user");
    if (body.events() == null) {
      throw new HttpProblem(400, "events: are missing; give at least one");
    }
    histories.append(
        new EventReader(version.context().recipe()).read(user, body.events(), limits.events()));
    return Response.json(Map.of("accepted", body.events().size()));
  }

  Response users(Request request) {
    return Response.json(
        Map.of(
            "users",
            histories
                .users(
                    request.parameter("prefix").orElse(""),
                    request.parameter("limit", 20, 1, MOST_USERS))
                .stream()
                .map(user -> Map.of("user", user.name(), "events", user.events()))
                .toList()));
  }

  Response history(Request request) {
    String user = request.pathValues().get("user");
    List<BehaviorEvent> events = histories.of(user);
    if (events.isEmpty()) {
      throw new HttpProblem(404, "this user has no history here");
    }
    return Response.json(
        Map.of("user", user, "events", events.stream().map(UserHistories::json).toList()));
  }

  static Map<String, Object> json(BehaviorEvent event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("item", event.item());
    json.put("action", event.action());
    json.put("time", Instant.ofEpochMilli(event.timestampMillis()).toString());
    event.text().ifPresent(text -> json.put("text", text));
    event.basket().ifPresent(basket -> json.put("basket", basket));
    if (!event.attributes().isEmpty()) {
      json.put("attributes", event.attributes());
    }
    return json;
  }

  Response forget(Request request) {
    return Response.json(Map.of("forgotten", histories.forget(request.pathValues().get("user"))));
  }
}
