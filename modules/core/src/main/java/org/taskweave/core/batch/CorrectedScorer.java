package org.taskweave.core.batch;

import java.util.List;
import java.util.Map;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.task.TaskSpec;

/** A scorer whose probabilities of some tasks are told of other odds; as thread-safe as it. */
public final class CorrectedScorer implements BatchScorer {

  private final BatchScorer scorer;
  private final List<TaskSpec> tasks;
  private final Map<String, PriorCorrection> byTask;

  private CorrectedScorer(
      BatchScorer scorer, List<TaskSpec> tasks, Map<String, PriorCorrection> byTask) {
    this.scorer = scorer;
    this.tasks = List.copyOf(tasks);
    this.byTask = Map.copyOf(byTask);
  }

  /**
   * The corrected scorer; the scorer itself where nothing is corrected.
   *
   * @param tasks in the order of the scores
   */
  public static BatchScorer of(
      BatchScorer scorer, List<TaskSpec> tasks, Map<String, PriorCorrection> byTask) {
    return byTask.isEmpty() ? scorer : new CorrectedScorer(scorer, tasks, byTask);
  }

  @Override
  public List<TaskScores> score(SequenceInput input) {
    List<TaskScores> scores = scorer.score(input);
    for (int k = 0; k < tasks.size(); k++) {
      PriorCorrection correction = byTask.get(tasks.get(k).name());
      if (correction != null) {
        correction.applyAll(scores.get(k).values());
      }
    }
    return scores;
  }

  @Override
  public String place() {
    return scorer.place();
  }
}
