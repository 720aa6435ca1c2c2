package org.taskweave.training.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.EncodedList;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.feature.Preprocessing;

/**
 * Measures predictions of one split, whatever made them: a model, trees, a rule. Every task stands
 * beside its trivial baseline and its floor.
 */
public final class PredictionEvaluator {

  private final Preprocessing preprocessing;
  private final Evaluator evaluator;

  /** An evaluator with baselines learned from the training labels. */
  public PredictionEvaluator(Preprocessing preprocessing, Evaluator evaluator) {
    this.preprocessing = preprocessing;
    this.evaluator = evaluator;
  }

  /**
   * The evaluation of one task.
   *
   * @param k position in the task list
   * @param predictions of the split's rows, in their order; of next items {@link
   *     org.taskweave.core.metric.RankedRow}s
   */
  public TaskEvaluation evaluate(int k, TaskPredictions predictions, LabelledSplit split) {
    TaskSpec task = preprocessing.tasks().get(k);
    return task.ranking().isPresent()
        ? evaluator.evaluate(
            task,
            split
                .nextItems()
                .get(k)
                .orElseThrow()
                .rankings(task.ranking().get().seen(), predictions.values(), split.userOfExample()))
        : evaluator.evaluate(
            task,
            rows(k, predictions, split.floors().get(k), split),
            preprocessing.trivialPredictors().get(k));
  }

  /**
   * As above, with the regions of its predictions measured, too.
   *
   * @param regions none where empty
   */
  public TaskEvaluation evaluate(
      int k, TaskPredictions predictions, LabelledSplit split, Optional<Regions> regions) {
    TaskEvaluation evaluation = evaluate(k, predictions, split);
    return regions
        .map(
            measured ->
                evaluation.with(
                    measured.measured(
                        preprocessing.tasks().get(k),
                        evaluator,
                        unfloored(k, predictions, split),
                        preprocessing.trivialPredictors().get(k))))
        .orElse(evaluation);
  }

  /**
   * Labels and predictions of one task, without its floor.
   *
   * @param k position in the task list
   */
  public Evaluator.Predictions unfloored(int k, TaskPredictions predictions, LabelledSplit split) {
    return rows(k, predictions, Optional.empty(), split);
  }

  private Evaluator.Predictions rows(
      int k, TaskPredictions predictions, Optional<double[]> floor, LabelledSplit split) {
    return new Evaluator.Predictions(
        split
            .nextItems()
            .get(k)
            .map(NextItemSplit::labels)
            .orElseGet(() -> labels(k, split.encoded())),
        predictions.values(),
        floor,
        Optional.of(unitOfRow(preprocessing.tasks().get(k), split)));
  }

  /** Labels in natural units, missing ones NaN, in the order of the prediction rows. */
  private double[] labels(int task, List<EncodedExample> examples) {
    LabelScale scale = preprocessing.labelScale(task);
    int length = examples.stream().mapToInt(e -> e.labels().get(task).values().length).sum();
    double[] all = new double[length];
    int at = 0;
    for (EncodedExample example : examples) {
      TaskLabels labels = example.labels().get(task);
      int width = labels.values().length / labels.mask().length;
      for (int i = 0; i < labels.values().length; i++) {
        all[at++] = labels.mask()[i / width] == 0 ? Double.NaN : scale.restore(labels.values()[i]);
      }
    }
    return all;
  }

  /** Rows of one user are resampled together, in a tagging task each token being a row. */
  private static int[] unitOfRow(TaskSpec task, LabelledSplit split) {
    int[] users = split.userOfExample();
    return task.perToken()
        ? IntStream.range(0, users.length)
            .flatMap(
                i ->
                    IntStream.generate(() -> users[i])
                        .limit(EncodedList.length(split.encoded(), i)))
            .toArray()
        : users;
  }
}
