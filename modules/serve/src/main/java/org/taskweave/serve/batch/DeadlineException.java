package org.taskweave.serve.batch;

/** A call was not answered in the time it had. */
public final class DeadlineException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DeadlineException() {
    super("the request was not answered within its deadline");
  }
}
