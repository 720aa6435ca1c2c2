package org.taskweave.core;

/**
 * A mistake in what the user gave: a recipe, a file, an option. The message names the place, the
 * value, the rule and the fix; the command line prints it without a stack trace and exits with 2.
 */
public final class InvalidInputException extends RuntimeException {

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
