package org.taskweave.serve.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.file.JsonText;
import org.taskweave.data.event.BehaviorEvent;

/**
 * An event as it is stored, without its user, which is in the key.
 *
 * @param i item
 * @param a action
 * @param m milliseconds since the epoch
 * @param t text
 * @param b basket
 * @param x attributes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record EventText(String i, String a, long m, String t, String b, Map<String, Object> x) {

  private static final JsonMapper JSON = new JsonMapper();

  static String of(BehaviorEvent event) {
    return JsonText.of(
        JSON,
        new EventText(
            event.item(),
            event.action(),
            event.timestampMillis(),
            event.text().orElse(null),
            event.basket().orElse(null),
            event.attributes()));
  }

  static BehaviorEvent parse(String user, String text) {
    try {
      EventText event = JSON.readValue(text, EventText.class);
      return new BehaviorEvent(
          user,
          event.i(),
          event.a(),
          event.m(),
          Optional.ofNullable(event.t()),
          Optional.ofNullable(event.b()),
          event.x() == null ? Map.of() : event.x());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored event is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
