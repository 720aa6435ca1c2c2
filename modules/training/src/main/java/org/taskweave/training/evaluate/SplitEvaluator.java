package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.data.feature.Preprocessing;

/** Measures a model on one split, every task beside its trivial baseline and its floor. */
public final class SplitEvaluator {

  private final Preprocessing preprocessing;
  private final ExampleScorer scorer;
  private final PredictionEvaluator measured;

  /** An evaluator with baselines learned from the training labels. */
  public SplitEvaluator(Preprocessing preprocessing, ExampleScorer scorer, Evaluator evaluator) {
    this.preprocessing = preprocessing;
    this.scorer = scorer;
    this.measured = new PredictionEvaluator(preprocessing, evaluator);
  }

  /** One evaluation per task, in task order. */
  public List<TaskEvaluation> evaluate(BatchScorer engine, LabelledSplit split) {
    return evaluate(engine, split, Optional.empty());
  }

  /**
   * As above.
   *
   * @param regions of predictions that are measured, too
   */
  public List<TaskEvaluation> evaluate(
      BatchScorer engine, LabelledSplit split, Optional<Regions> regions) {
    List<TaskPredictions> predictions = score(engine, split);
    List<TaskEvaluation> evaluations = new ArrayList<>();
    for (int k = 0; k < predictions.size(); k++) {
      evaluations.add(measured.evaluate(k, predictions.get(k), split, regions));
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

  /** Labels and predictions of every task, by name in task order, without floors. */
  public Map<String, Evaluator.Predictions> predictions(BatchScorer engine, LabelledSplit split) {
    Map<String, Evaluator.Predictions> byTask = new LinkedHashMap<>();
    List<TaskPredictions> scored = score(engine, split);
    for (int k = 0; k < scored.size(); k++) {
      byTask.put(preprocessing.tasks().get(k).name(), measured.unfloored(k, scored.get(k), split));
    }
    return byTask;
  }
}
