package org.taskweave.data.batch;

import java.util.Arrays;
import java.util.List;
import org.taskweave.core.batch.TaskLabels;

/**
 * The rows of a batch that labels and user features belong to: the labelled positions of its
 * sequences, or the sequences themselves, filled up to the batch size.
 *
 * @param examples of this batch, in the order of their sequences
 * @param cells [R] b * T + t of labelled positions; empty for sequences that are read as a whole
 * @param exampleIndices [R]; -1 for a row that fills up
 */
record BatchRows(List<EncodedExample> examples, int[] cells, int[] exampleIndices) {

  static BatchRows of(List<EncodedExample> all, int[] packed, int length, int batchSize) {
    List<EncodedExample> examples = Arrays.stream(packed).mapToObj(all::get).toList();
    if (examples.get(0).labelPositions().length == 0) {
      int[] indices = new int[batchSize];
      Arrays.fill(indices, -1);
      System.arraycopy(packed, 0, indices, 0, packed.length);
      return new BatchRows(examples, new int[0], indices);
    }
    int count = examples.stream().mapToInt(EncodedExample::rows).sum();
    int[] cells = new int[count];
    int[] indices = new int[count];
    int row = 0;
    for (int b = 0; b < packed.length; b++) {
      for (int position : examples.get(b).labelPositions()) {
        cells[row] = b * length + position;
        indices[row++] = packed[b];
      }
    }
    return new BatchRows(examples, cells, indices);
  }

  /** [R,F]. */
  float[] userFeatures() {
    int features = examples.get(0).userFeatures().length / examples.get(0).rows();
    float[] joined = new float[exampleIndices.length * features];
    int at = 0;
    for (EncodedExample example : examples) {
      System.arraycopy(example.userFeatures(), 0, joined, at, example.userFeatures().length);
      at += example.userFeatures().length;
    }
    return joined;
  }

  /** [R], or empty where no task reads items. */
  int[] candidates() {
    return examples.stream().flatMapToInt(e -> Arrays.stream(e.candidates())).toArray();
  }

  /** Labels of a task with one label for each row. */
  TaskLabels labels(int task) {
    TaskLabels first = examples.get(0).labels().get(task);
    int width = first.values().length / first.mask().length;
    float[] values = new float[exampleIndices.length * width];
    float[] mask = new float[exampleIndices.length];
    int row = 0;
    for (EncodedExample example : examples) {
      TaskLabels own = example.labels().get(task);
      System.arraycopy(own.values(), 0, values, row * width, own.values().length);
      System.arraycopy(own.mask(), 0, mask, row, own.mask().length);
      row += own.mask().length;
    }
    return new TaskLabels(values, mask);
  }
}
