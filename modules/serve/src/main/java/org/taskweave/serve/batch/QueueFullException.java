package org.taskweave.serve.batch;

/** As many calls wait as may wait: try again later. */
public final class QueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1;

  QueueFullException(int queue) {
    super(queue + " requests wait already: try again later");
  }
}
