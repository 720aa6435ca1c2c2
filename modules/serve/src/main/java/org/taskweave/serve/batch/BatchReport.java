package org.taskweave.serve.batch;

import java.util.List;

/**
 * A batch that was scored.
 *
 * @param queuedNanos how long each of its calls waited
 * @param sequences real ones, without those that filled up
 * @param computeNanos how long the engine took
 */
public record BatchReport(List<Long> queuedNanos, int sequences, int length, long computeNanos) {

  public BatchReport {
    queuedNanos = List.copyOf(queuedNanos);
  }
}
