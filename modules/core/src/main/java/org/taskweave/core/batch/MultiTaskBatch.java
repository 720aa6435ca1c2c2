package org.taskweave.core.batch;

import java.util.List;

/**
 * One padded mini-batch with its labels.
 *
 * @param labels one entry per task, in the order of the task list
 * @param exampleIndices [R] position of each row's example in the list it was made from; -1 for a
 *     row that only fills the batch up (its mask and label masks are 0)
 */
public record MultiTaskBatch(SequenceInput input, List<TaskLabels> labels, int[] exampleIndices) {

  public MultiTaskBatch {
    labels = List.copyOf(labels);
  }
}
