package org.taskweave.trees;

import java.util.List;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.example.Example;

/** Rows of one task as XGBoost reads them; NaN is missing. */
final class TreeRows {

  private final TreeColumns columns;
  private final int task;

  /**
   * Rows.
   *
   * @param task position in the task list
   */
  TreeRows(TreeColumns columns, int task) {
    this.columns = columns;
    this.task = task;
  }

  /** All examples of a split, without labels. */
  DMatrix all(List<Example> examples, List<EncodedExample> encoded) throws XGBoostError {
    return matrix(IntStream.range(0, examples.size()).toArray(), examples, encoded);
  }

  /** Examples whose label is known, which are those that weigh something. */
  int[] known(List<EncodedExample> encoded) {
    return IntStream.range(0, encoded.size())
        .filter(i -> labels(encoded, i).mask()[0] > 0)
        .toArray();
  }

  /**
   * Some examples with their labels.
   *
   * @param column of the labels
   */
  DMatrix labelled(int[] rows, int column, List<Example> examples, List<EncodedExample> encoded)
      throws XGBoostError {
    DMatrix matrix = matrix(rows, examples, encoded);
    float[] labels = new float[rows.length];
    float[] weights = new float[rows.length];
    for (int r = 0; r < rows.length; r++) {
      labels[r] = labels(encoded, rows[r]).values()[column];
      weights[r] = labels(encoded, rows[r]).mask()[0];
    }
    matrix.setLabel(labels);
    matrix.setWeight(weights);
    return matrix;
  }

  private TaskLabels labels(List<EncodedExample> encoded, int row) {
    return encoded.get(row).labels().get(task);
  }

  private DMatrix matrix(int[] rows, List<Example> examples, List<EncodedExample> encoded)
      throws XGBoostError {
    float[] cells = new float[Math.multiplyExact(rows.length, columns.count())];
    for (int r = 0; r < rows.length; r++) {
      columns.write(examples.get(rows[r]), encoded.get(rows[r]), cells, r * columns.count());
    }
    return new DMatrix(cells, rows.length, columns.count(), Float.NaN);
  }
}
