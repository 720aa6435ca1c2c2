package org.taskweave.serve.batch;

/** The engine failed, which is no caller's mistake. */
public final class ScoringException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ScoringException(String message, Throwable cause) {
    super(message, cause);
  }
}
