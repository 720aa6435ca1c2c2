package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.EncodedList;
import org.taskweave.data.feature.ExampleFeatures;

/** Scores encoded examples with any engine and puts the predictions back into example order. */
public final class ExampleScorer {

  private static final int LISTED_ITEMS = 10;

  private final Batcher batcher;
  private final ExampleFeatures features;

  /** A scorer that batches with a batcher and maps regression outputs back to labels' units. */
  public ExampleScorer(Batcher batcher, ExampleFeatures features) {
    this.batcher = batcher;
    this.features = features;
  }

  /**
   * Predictions of every task, in task order. The rows are those of examples.get(0), then those of
   * the next one, and so on; for token tagging the tokens of each, padding left out. Of next-item
   * tasks the {@value #LISTED_ITEMS} {@link BestItems} are kept, seen ones too.
   */
  public List<TaskPredictions> score(BatchScorer scorer, List<EncodedExample> examples) {
    List<Optional<RowReduction>> reductions = new ArrayList<>();
    for (TaskSpec task : features.tasks()) {
      reductions.add(
          task.ranking().isPresent()
              ? Optional.of(
                  new BestItems(LISTED_ITEMS, new int[firstRows(examples)[examples.size()]][0]))
              : Optional.empty());
    }
    return score(scorer, examples, reductions);
  }

  /**
   * As above, with what is kept of a task's rows.
   *
   * @param reductions per task; where one is given, it makes the task's predictions
   */
  public List<TaskPredictions> score(
      BatchScorer scorer, List<EncodedExample> examples, List<Optional<RowReduction>> reductions) {
    List<TaskSpec> tasks = features.tasks();
    List<double[][]> rows = new ArrayList<>();
    int[] firstRow = firstRows(examples);
    int[] done = new int[examples.size()];
    for (int k = 0; k < tasks.size(); k++) {
      rows.add(new double[firstRow[examples.size()]][]);
    }
    for (MultiTaskBatch batch : batcher.evaluation(examples)) {
      List<TaskScores> scores = scorer.score(batch.input());
      for (int row = 0; row < batch.exampleIndices().length; row++) {
        int example = batch.exampleIndices()[row];
        if (example < 0) {
          continue;
        }
        int at = firstRow[example] + done[example]++;
        for (int k = 0; k < tasks.size(); k++) {
          boolean perToken = tasks.get(k).perToken();
          int first = perToken ? row * batch.input().length() : row;
          int count = perToken ? EncodedList.length(examples, example) : 1;
          requireFinite(scorer.place(), k, scores.get(k), first, count);
          rows.get(k)[at] =
              reductions.get(k).isPresent()
                  ? reduced(reductions.get(k).get(), scores.get(k), row, at)
                  : rowsOf(k, scores.get(k), first, count);
        }
      }
    }
    List<TaskPredictions> predictions = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      predictions.add(
          join(
              rows.get(k),
              reductions.get(k).map(RowReduction::width).orElse(tasks.get(k).outputWidth())));
    }
    return predictions;
  }

  /** Where the rows of each example begin, and after the last one where they end. */
  private static int[] firstRows(List<EncodedExample> examples) {
    int[] first = new int[examples.size() + 1];
    for (int i = 0; i < examples.size(); i++) {
      first[i + 1] = first[i] + EncodedList.rows(examples, i);
    }
    return first;
  }

  private static double[] reduced(RowReduction reduction, TaskScores scores, int row, int at) {
    double[] kept = new double[reduction.width()];
    reduction.reduce(at, scores, row, kept);
    return kept;
  }

  /** What is not finite ranks nowhere, and would be written as a prediction. */
  private void requireFinite(String place, int task, TaskScores scores, int first, int count) {
    for (int i = first * scores.width(); i < (first + count) * scores.width(); i++) {
      if (!Float.isFinite(scores.values()[i])) {
        throw new InvalidInputException(
            place
                + ": the output for the task \""
                + features.tasks().get(task).name()
                + "\" is "
                + scores.values()[i]
                + ": its weights are damaged, or the training that made them went astray; train it"
                + " again, with a smaller learning rate");
      }
    }
  }

  private double[] rowsOf(int task, TaskScores scores, int first, int count) {
    double[] values = new double[count * scores.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = features.labelScale(task).restore(scores.values()[first * scores.width() + i]);
    }
    return values;
  }

  private static TaskPredictions join(double[][] rows, int width) {
    int length = 0;
    for (double[] row : rows) {
      length += row.length;
    }
    double[] values = new double[length];
    int at = 0;
    for (double[] row : rows) {
      System.arraycopy(row, 0, values, at, row.length);
      at += row.length;
    }
    return new TaskPredictions(length / width, width, values);
  }
}
