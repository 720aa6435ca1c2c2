package org.taskweave.data.batch;

import java.util.List;
import org.taskweave.core.batch.TaskLabels;

/**
 * One example as numbers.
 *
 * @param tokenIds [T]
 * @param categoricalChannels [C][T]
 * @param numericChannels [T,E], row-major
 * @param userFeatures [F]
 * @param labels in task order, of one row; for token tagging of T rows
 */
public record EncodedExample(
    int[] tokenIds,
    int[][] categoricalChannels,
    float[] numericChannels,
    float[] userFeatures,
    List<TaskLabels> labels) {

  public EncodedExample {
    labels = List.copyOf(labels);
  }

  /** T. */
  public int length() {
    return tokenIds.length;
  }
}
