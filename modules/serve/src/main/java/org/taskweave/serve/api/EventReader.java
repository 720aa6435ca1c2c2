package org.taskweave.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.TimestampParser;
import org.taskweave.serve.http.HttpProblem;

/** Events of requests, under the rules by which a recipe's logs are read. */
final class EventReader {

  private static final int LONGEST_TEXT = 10_000;
  private static final double LARGEST_NUMBER = 1e18;

  private final DataRecipe.Columns columns;
  private final Set<String> numbers;
  private final TimestampParser times;

  EventReader(Recipe recipe) {
    this.columns = recipe.data().columns();
    this.numbers = NumericAttributes.of(recipe);
    this.times = new TimestampParser(recipe.data().timeZone());
  }

  /**
   * The events of one user, in the order they came.
   *
   * @param most how many a request may have
   * @throws HttpProblem 400 for what is no event, 413 for too many
   */
  List<BehaviorEvent> read(String user, List<EventBody> events, int most) {
    if (events.isEmpty()) {
      throw new HttpProblem(400, "events: is empty; give at least one");
    }
    if (events.size() > most) {
      throw new HttpProblem(
          413, "events: are " + events.size() + ", more than the " + most + " of one request");
    }
    List<BehaviorEvent> read = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      String place = "events[" + i + "]";
      if (events.get(i) == null) {
        throw new HttpProblem(400, place + ": is null; an object is expected");
      }
      read.add(event(user, events.get(i), place));
    }
    return read;
  }

  private BehaviorEvent event(String user, EventBody body, String place) {
    String action =
        body.action() == null && columns.action().isEmpty()
            ? columns.defaultAction()
            : required(body.action(), place + ".action");
    return new BehaviorEvent(
        user,
        required(body.item(), place + ".item"),
        action,
        time(body.time(), place + ".time"),
        optional(body.text(), place + ".text"),
        optional(body.basket(), place + ".basket"),
        attributes(body.attributes() == null ? Map.of() : body.attributes(), place));
  }

  static String required(String text, String place) {
    return optional(text, place)
        .orElseThrow(() -> new HttpProblem(400, place + ": is missing or empty; give a text"));
  }

  private static Optional<String> optional(String text, String place) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    if (text.length() > LONGEST_TEXT) {
      throw new HttpProblem(400, place + ": is longer than " + LONGEST_TEXT + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw new HttpProblem(400, place + ": holds a NUL character");
    }
    return Optional.of(text.strip());
  }

  long time(JsonNode time, String place) {
    OptionalLong millis = OptionalLong.empty();
    if (time != null && time.isNumber()) {
      millis = times.ofEpochNumber(time.doubleValue());
    } else if (time != null && time.isTextual()) {
      millis = times.parse(time.textValue());
    }
    return millis.orElseThrow(
        () ->
            new HttpProblem(
                400,
                place
                    + ": is no time; write it as \"2011-10-09T10:15:00Z\", or as seconds or"
                    + " milliseconds since 1970"));
  }

  private Map<String, Object> attributes(Map<String, JsonNode> given, String place) {
    Map<String, Object> attributes = new HashMap<>();
    given.forEach(
        (name, value) -> {
          String at = place + ".attributes." + name;
          if (!columns.attributes().contains(name)) {
            throw new HttpProblem(
                400,
                at
                    + ": the model's events have no such attribute; "
                    + (columns.attributes().isEmpty()
                        ? "they have none"
                        : Suggestion.forMessage(name, columns.attributes())));
          }
          value(value, numbers.contains(name), at).ifPresent(known -> attributes.put(name, known));
        });
    return attributes;
  }

  private static Optional<Object> value(JsonNode value, boolean number, String place) {
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue() ? 1.0 : 0.0);
    }
    if (value.isNumber()) {
      if (!(Math.abs(value.doubleValue()) <= LARGEST_NUMBER)) {
        throw new HttpProblem(400, place + ": is beyond 1e18");
      }
      return Optional.of(value.doubleValue());
    }
    if (number || !value.isTextual()) {
      throw new HttpProblem(
          400, place + ": must be " + (number ? "a number" : "a number, a text, true or false"));
    }
    return optional(value.textValue(), place).map(text -> text);
  }
}
