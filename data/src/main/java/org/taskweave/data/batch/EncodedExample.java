package org.taskweave.data.batch;

import java.util.List;
import org.taskweave.core.batch.TaskLabels;

/**
 * One sequence as numbers, with R rows of labels.
 *
 * @param tokenIds [T] word pieces of a flat sequence; rows of the catalog of a hierarchical one
 * @param categoricalChannels [C][T]
 * @param numericChannels [T,E], row-major
 * @param labelPositions [R] tokens whose states the rows are read from; empty if there is one row,
 *     which the whole sequence is read for
 * @param userFeatures [R,F]
 * @param labels in task order, of R rows; for token tagging of T rows
 */
public record EncodedExample(
    int[] tokenIds,
    int[][] categoricalChannels,
    float[] numericChannels,
    int[] labelPositions,
    float[] userFeatures,
    List<TaskLabels> labels) {

  public EncodedExample {
    labels = List.copyOf(labels);
  }

  /** A sequence that is read as a whole. */
  public static EncodedExample whole(
      int[] tokenIds,
      int[][] categoricalChannels,
      float[] numericChannels,
      float[] userFeatures,
      List<TaskLabels> labels) {
    return new EncodedExample(
        tokenIds, categoricalChannels, numericChannels, new int[0], userFeatures, labels);
  }

  /** T. */
  public int length() {
    return tokenIds.length;
  }

  /** R. */
  public int rows() {
    return Math.max(1, labelPositions.length);
  }
}
