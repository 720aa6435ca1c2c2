package org.taskweave.hyperparam.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;
import org.taskweave.hyperparam.study.ObjectiveTerm;
import org.taskweave.hyperparam.study.StudyDefinition;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;

/**
 * Evaluations of the dev split as a study's objectives. The score of a single objective is its
 * value, turned so that higher is better; of a Pareto study it is the mean skill over the trivial
 * baselines, which the chosen point of the front maximises.
 */
final class DevScores {

  private final List<ObjectiveTerm> terms;
  private final List<Objective> objectives;
  private final boolean weighted;

  DevScores(StudyDefinition study) {
    this.terms = study.terms();
    this.objectives = study.objectives();
    this.weighted = !study.spec().objective().weighted().isEmpty();
  }

  Measurement measurement(
      RunRecord.Epoch epoch, boolean last, List<TaskEvaluation> dev, double seconds) {
    Map<String, TaskEvaluation> byTask = new LinkedHashMap<>();
    dev.forEach(evaluation -> byTask.put(evaluation.task(), evaluation));
    List<MetricResult> results = new ArrayList<>();
    for (ObjectiveTerm term : terms) {
      results.add(byTask.get(term.task()).metric(term.metric().name()));
    }
    List<Double> values =
        weighted ? List.of(meanSkill(results)) : results.stream().map(MetricResult::value).toList();
    double score =
        objectives.size() == 1 ? -objectives.get(0).loss(values.get(0)) : meanSkill(results);
    return new Measurement(epoch.number(), last, values, score, epoch.devMetrics(), seconds);
  }

  /** NaN if any is undefined: trials must be compared by the same metrics. */
  private double meanSkill(List<MetricResult> results) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < results.size(); i++) {
      sum += terms.get(i).weight() * results.get(i).skill();
      weights += terms.get(i).weight();
    }
    return sum / weights;
  }
}
