package org.taskweave.serve.http;

import java.util.Map;

/** A request that is answered with an error. */
public final class HttpProblem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  @SuppressWarnings("serial")
  private final Map<String, String> headers;

  /**
   * An error.
   *
   * @param status of the answer, 400 or more
   * @param message for the client: what was wrong, and what would be right
   */
  public HttpProblem(int status, String message) {
    this(status, message, Map.of());
  }

  /** An error with headers of its own. */
  public HttpProblem(int status, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** The server has too much to do. */
  public static HttpProblem later(String message) {
    return new HttpProblem(503, message, Map.of("Retry-After", "1"));
  }

  /** The answer. */
  Response response() {
    return Response.error(status, getMessage()).with(headers);
  }
}
