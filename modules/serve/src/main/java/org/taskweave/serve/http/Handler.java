package org.taskweave.serve.http;

/** Answers the requests of a route. */
@FunctionalInterface
public interface Handler {

  /**
   * The answer.
   *
   * @throws HttpProblem the request cannot be answered
   * @throws org.taskweave.core.InvalidInputException the same, status 400
   */
  Response answer(Request request);
}
