package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.taskweave.core.batch.TaskLabels;

/**
 * One sequence as numbers, with R rows of labels.
 *
 * @param tokenIds [T] word pieces of a flat sequence; rows of the catalog of a hierarchical one
 * @param categoricalChannels [Q][T]
 * @param numericChannels [T,E], row-major
 * @param labelPositions [R] tokens whose states the rows are read from; empty if there is one row,
 *     which the whole sequence is read for
 * @param userFeatures [R,F]
 * @param labels in task order, of R rows; for token tagging of T rows
 * @param candidates [R] rows of the catalog that tasks which read user and item are about, N where
 *     there is none; empty without such tasks
 * @param baskets [T] ascending: events of a hierarchical sequence that share a basket have the same
 *     number; empty for flat ones
 * @param fold 1 + {@link org.taskweave.data.rule.UserFold} of a training sequence's user, whose
 *     counts it must not see; 0 for scoring
 */
public record EncodedExample(
    int[] tokenIds,
    int[][] categoricalChannels,
    float[] numericChannels,
    int[] labelPositions,
    float[] userFeatures,
    List<TaskLabels> labels,
    int[] candidates,
    int[] baskets,
    int fold) {

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
        tokenIds,
        categoricalChannels,
        numericChannels,
        new int[0],
        userFeatures,
        labels,
        new int[0],
        new int[0],
        0);
  }

  /**
   * A history whose rows are read at single events, of tasks about the user alone; it knows no
   * baskets.
   */
  static EncodedExample ofEvents(
      int[] tokenIds,
      int[][] categoricalChannels,
      float[] numericChannels,
      int[] labelPositions,
      float[] userFeatures,
      List<TaskLabels> labels) {
    return new EncodedExample(
        tokenIds,
        categoricalChannels,
        numericChannels,
        labelPositions,
        userFeatures,
        labels,
        new int[0],
        new int[0],
        0);
  }

  /**
   * With a token behind that has nothing in any channel, and no baskets; the rows stay where they
   * are.
   */
  EncodedExample withToken(int id) {
    int length = length();
    int[] ids = Arrays.copyOf(tokenIds, length + 1);
    ids[length] = id;
    return new EncodedExample(
        ids,
        Arrays.stream(categoricalChannels)
            .map(channel -> Arrays.copyOf(channel, length + 1))
            .toArray(int[][]::new),
        Arrays.copyOf(numericChannels, (length + 1) * (numericChannels.length / length)),
        labelPositions,
        userFeatures,
        labels,
        candidates,
        new int[0],
        0);
  }

  /**
   * The same with weights of its rows' labels.
   *
   * @param weights [R] factors of the label masks
   */
  EncodedExample weighing(double[] weights) {
    return weighing(row -> weights[row]);
  }

  /** The same with labels whose masks are times a factor. */
  public EncodedExample weighing(double factor) {
    return weighing(row -> factor);
  }

  private EncodedExample weighing(IntToDoubleFunction factor) {
    List<TaskLabels> weighed = new ArrayList<>();
    for (TaskLabels known : labels) {
      float[] mask = known.mask().clone();
      for (int r = 0; r < mask.length; r++) {
        mask[r] *= (float) factor.applyAsDouble(r);
      }
      weighed.add(new TaskLabels(known.values(), mask));
    }
    return new EncodedExample(
        tokenIds,
        categoricalChannels,
        numericChannels,
        labelPositions,
        userFeatures,
        weighed,
        candidates,
        baskets,
        fold);
  }

  /** The same, read at other positions. */
  EncodedExample readAt(int... positions) {
    return new EncodedExample(
        tokenIds,
        categoricalChannels,
        numericChannels,
        positions,
        userFeatures,
        labels,
        candidates,
        baskets,
        fold);
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
