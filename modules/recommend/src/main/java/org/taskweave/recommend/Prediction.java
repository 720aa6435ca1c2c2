package org.taskweave.recommend;

import java.util.Map;
import java.util.Optional;
import org.taskweave.core.task.TaskPrediction;

/**
 * What a model says of one user at a cut.
 *
 * @param item what tasks that read user and item were asked about, if anything
 * @param tasks by task name, in task order
 */
public record Prediction(
    String user, long cutMillis, Optional<String> item, Map<String, TaskPrediction> tasks) {

  /** A prediction about a user alone. */
  public Prediction(String user, long cutMillis, Map<String, TaskPrediction> tasks) {
    this(user, cutMillis, Optional.empty(), tasks);
  }
}
