package org.taskweave.serve.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was read.
 *
 * @param pathValues by the names in braces of its route
 * @param query decoded; of several values of one name the last
 * @param deadlineNanos of {@link System#nanoTime}: nobody waits for the answer after it
 */
public record Request(
    Map<String, String> pathValues, Map<String, String> query, byte[] body, long deadlineNanos) {

  public Request {
    pathValues = Map.copyOf(pathValues);
    query = Map.copyOf(query);
  }

  static Map<String, String> query(String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return values;
    }
    for (String part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      values.put(
          decoded(equals < 0 ? part : part.substring(0, equals)),
          equals < 0 ? "" : decoded(part.substring(equals + 1)));
    }
    return values;
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(400, "the address is not well escaped");
    }
  }

  /**
   * The body as a record.
   *
   * @throws HttpProblem 400 if it is none
   */
  public <T> T json(Class<T> type) {
    return Json.read(body, type);
  }

  /** A parameter of the address. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * A whole number of the address.
   *
   * @throws HttpProblem 400 if it is none, or not from least to most
   */
  public int parameter(String name, int otherwise, int least, int most) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new HttpProblem(
        400, name + "=" + text + ": must be a whole number from " + least + " to " + most);
  }
}
