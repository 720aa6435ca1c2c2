package org.taskweave.core.batch;

import java.util.List;

/** Anything that turns a batch into predictions, whatever engine runs it. */
public interface BatchScorer {

  /** One entry per task, in the order of the task list. */
  List<TaskScores> score(SequenceInput input);

  /** What to call it in errors: its file, where it came from one. */
  default String place() {
    return "the model";
  }
}
