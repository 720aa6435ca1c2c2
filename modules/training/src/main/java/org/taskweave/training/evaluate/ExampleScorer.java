package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.feature.ExampleFeatures;

/** Scores encoded examples with any engine and puts the predictions back into example order. */
public final class ExampleScorer {

  private final Batcher batcher;
  private final ExampleFeatures features;

  /** A scorer that batches with a batcher and maps regression outputs back to labels' units. */
  public ExampleScorer(Batcher batcher, ExampleFeatures features) {
    this.batcher = batcher;
    this.features = features;
  }

  /**
   * Predictions of every task, in task order. Row i belongs to examples.get(i); for token tagging
   * the rows are the tokens of all examples, one example after the other, padding left out.
   */
  public List<TaskPredictions> score(BatchScorer scorer, List<EncodedExample> examples) {
    List<TaskSpec> tasks = features.tasks();
    List<float[][]> rows = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      rows.add(new float[examples.size()][]);
    }
    for (MultiTaskBatch batch : batcher.evaluation(examples)) {
      List<TaskScores> scores = scorer.score(batch.input());
      for (int row = 0; row < batch.exampleIndices().length; row++) {
        int example = batch.exampleIndices()[row];
        if (example < 0) {
          continue;
        }
        for (int k = 0; k < tasks.size(); k++) {
          int perExample = 1;
          int first = row;
          if (tasks.get(k) instanceof TaskSpec.TokenTagging) {
            perExample = examples.get(example).length();
            first = row * batch.input().length();
          }
          rows.get(k)[example] = rowsOf(scores.get(k), first, perExample);
        }
      }
    }
    List<TaskPredictions> predictions = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      predictions.add(join(k, rows.get(k)));
    }
    return predictions;
  }

  private static float[] rowsOf(TaskScores scores, int first, int count) {
    float[] values = new float[count * scores.width()];
    System.arraycopy(scores.values(), first * scores.width(), values, 0, values.length);
    return values;
  }

  private TaskPredictions join(int task, float[][] rows) {
    int width = features.tasks().get(task).outputWidth();
    int length = 0;
    for (float[] row : rows) {
      length += row.length;
    }
    double[] values = new double[length];
    int at = 0;
    for (float[] row : rows) {
      for (float value : row) {
        values[at++] = features.labelScale(task).restore(value);
      }
    }
    return new TaskPredictions(length / width, width, values);
  }
}
