package org.taskweave.serve.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers besides length and type
 */
public record Response(int status, String type, byte[] body, Map<String, String> headers) {

  public Response {
    headers = Map.copyOf(headers);
  }

  /** 200 with a value as JSON. */
  public static Response json(Object value) {
    return json(200, value);
  }

  /** A value as JSON. */
  public static Response json(int status, Object value) {
    return new Response(status, "application/json", Json.write(value), Map.of());
  }

  /** 200 with a text. */
  public static Response text(String type, String text) {
    return new Response(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Response error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  /** With more headers. */
  public Response with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Response(status, type, body, all);
  }
}
