package org.taskweave.core;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A mistake in what the user gave: a recipe, a file, an option. The message names the place, the
 * value, the rule and the fix; the command line prints it without a stack trace and exits with 2.
 */
public final class InvalidInputException extends RuntimeException {

  private final transient List<Problem> problems;

  public InvalidInputException(String message) {
    super(message);
    problems = List.of(new Problem("", message));
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
    problems = List.of(new Problem("", message));
  }

  /**
   * Several mistakes of one object at once.
   *
   * @param subject what the paths start from; named on each line of the message
   */
  public InvalidInputException(String subject, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> subject + ": " + problem)
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Each mistake with the path it was found at; the path is empty when there is none. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
