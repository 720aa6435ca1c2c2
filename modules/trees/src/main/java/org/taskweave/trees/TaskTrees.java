package org.taskweave.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.evaluate.TaskPredictions;

/** Everything that was grown for one task. */
final class TaskTrees implements AutoCloseable {

  private final TreeObjective objective;
  private final LabelScale scale;
  private final TreeColumns columns;
  private final TreeRows rows;
  private final List<TreeEnsemble> ensembles = new ArrayList<>();

  private TaskTrees(
      Preprocessing preprocessing, int k, TreeObjective objective, TreeColumns columns) {
    this.objective = objective;
    this.scale = preprocessing.labelScale(k);
    this.columns = columns;
    this.rows = new TreeRows(columns, k);
  }

  /** Examples and their numbers, in the same order. */
  record Rows(List<Example> examples, List<EncodedExample> encoded) {}

  /**
   * Grows the trees of a task.
   *
   * @param k position in the task list
   * @throws InvalidInputException if no dev label is known
   */
  static TaskTrees grow(
      Preprocessing preprocessing,
      int k,
      TreeObjective objective,
      TreeSettings settings,
      Rows training,
      Rows dev)
      throws XGBoostError {
    Optional<ItemRates> rates =
        preprocessing.tasks().get(k).head().readsItem()
            ? Optional.of(new ItemRates(objective, k, training.examples(), training.encoded()))
            : Optional.empty();
    TaskTrees trees =
        new TaskTrees(preprocessing, k, objective, new TreeColumns(preprocessing, k, rates));
    int[] devRows = trees.rows.known(dev.encoded());
    if (devRows.length == 0) {
      throw new InvalidInputException(
          "tasks."
              + preprocessing.tasks().get(k).name()
              + ": no label of the dev split is known, so that nothing tells when to stop growing"
              + " trees. Check examples.cuts.");
    }
    int[] trainingRows = trees.rows.known(training.encoded());
    for (int column = 0; column < objective.ensembles(); column++) {
      DMatrix grown =
          trees.rows.labelled(trainingRows, column, training.examples(), training.encoded());
      DMatrix stopped = trees.rows.labelled(devRows, column, dev.examples(), dev.encoded());
      try {
        trees.ensembles.add(TreeEnsemble.grow(objective, settings, grown, stopped));
      } finally {
        grown.dispose();
        stopped.dispose();
      }
    }
    return trees;
  }

  /** Predictions in natural units; quantiles in ascending order. */
  TaskPredictions predict(Rows asked) throws XGBoostError {
    int width = objective.ensembles() * objective.width();
    double[] values = new double[asked.examples().size() * width];
    DMatrix matrix = rows.all(asked.examples(), asked.encoded());
    try {
      for (int e = 0; e < ensembles.size(); e++) {
        float[][] predicted = ensembles.get(e).predict(matrix);
        for (int r = 0; r < predicted.length; r++) {
          if (objective.classes() == 0) {
            Arrays.sort(predicted[r]);
          }
          for (int c = 0; c < objective.width(); c++) {
            values[r * width + e * objective.width() + c] = scale.restore(predicted[r][c]);
          }
        }
      }
    } finally {
      matrix.dispose();
    }
    return new TaskPredictions(asked.examples().size(), width, values);
  }

  /** Trees that count, and the columns that gained most. */
  BoostedTrees.Grown grown(String task) throws XGBoostError {
    return new BoostedTrees.Grown(
        task,
        ensembles.stream().mapToInt(TreeEnsemble::rounds).sum(),
        ensembles.get(0).mostGaining(columns.names()));
  }

  @Override
  public void close() {
    ensembles.forEach(TreeEnsemble::close);
  }
}
