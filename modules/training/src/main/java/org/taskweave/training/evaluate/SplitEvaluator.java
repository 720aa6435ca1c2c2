package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.metric.TrivialPredictor;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.feature.Preprocessing;

/** Measures a model on one split, every task beside its trivial baseline and its floor. */
public final class SplitEvaluator {

  private final Preprocessing preprocessing;
  private final ExampleScorer scorer;
  private final Evaluator evaluator;

  /** An evaluator with baselines learned from the training labels. */
  public SplitEvaluator(Preprocessing preprocessing, ExampleScorer scorer, Evaluator evaluator) {
    this.preprocessing = preprocessing;
    this.scorer = scorer;
    this.evaluator = evaluator;
  }

  /** One evaluation per task, in task order. */
  public List<TaskEvaluation> evaluate(BatchScorer engine, LabelledSplit split) {
    List<TaskPredictions> predictions = score(engine, split);
    List<TrivialPredictor> trivial = preprocessing.trivialPredictors();
    List<TaskEvaluation> evaluations = new ArrayList<>();
    for (int k = 0; k < predictions.size(); k++) {
      TaskSpec task = preprocessing.tasks().get(k);
      evaluations.add(
          task.ranking().isPresent()
              ? evaluator.evaluate(
                  task,
                  split
                      .nextItems()
                      .get(k)
                      .orElseThrow()
                      .rankings(
                          task.ranking().get().seen(),
                          predictions.get(k).values(),
                          split.userOfExample()))
              : evaluator.evaluate(
                  task,
                  new Evaluator.Predictions(
                      labels(k, split.encoded()),
                      predictions.get(k).values(),
                      split.floors().get(k),
                      Optional.of(unitOfRow(task, split))),
                  trivial.get(k)));
    }
    return evaluations;
  }

  /** Scores of next items become ranks as they come. */
  private List<TaskPredictions> score(BatchScorer engine, LabelledSplit split) {
    List<Optional<RowReduction>> reductions = new ArrayList<>();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      Optional<NextItemSplit> items = split.nextItems().get(k);
      reductions.add(
          preprocessing
              .tasks()
              .get(k)
              .ranking()
              .flatMap(catalog -> items.map(next -> next.ranking(catalog.seen()))));
    }
    return scorer.score(engine, split.encoded(), reductions);
  }

  /** Labels and predictions of one task, without its floor. */
  public Evaluator.Predictions predictions(BatchScorer engine, LabelledSplit split, String name) {
    int k = preprocessing.tasks().stream().map(TaskSpec::name).toList().indexOf(name);
    return new Evaluator.Predictions(
        split
            .nextItems()
            .get(k)
            .map(NextItemSplit::labels)
            .orElseGet(() -> labels(k, split.encoded())),
        score(engine, split).get(k).values(),
        Optional.empty(),
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
            .flatMap(i -> IntStream.generate(() -> users[i]).limit(split.encoded().get(i).length()))
            .toArray()
        : users;
  }
}
